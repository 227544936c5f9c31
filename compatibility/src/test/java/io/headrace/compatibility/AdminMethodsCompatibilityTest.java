package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every method of kafka-clients' Admin, one by one, with what Kafka answers.
@ExtendWith(SharedNode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminMethodsCompatibilityTest {

  private static final boolean KAFKA =
      System.getProperty("headrace.compatibility.bootstrap") != null;

  private final AdminStage stage;

  AdminMethodsCompatibilityTest(Broker broker) {
    this.stage = new AdminStage(Clients.of(broker));
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @TestFactory
  Stream<DynamicTest> aCallGivesWhatItGivesWithKafka() {
    return calls()
        .map(call ->
            DynamicTest.dynamicTest(
                call.method() + ": " + call.story(),
                () ->
                    assertThat(call.outcome(stage))
                        .isEqualTo(KAFKA ? call.kafkas() : call.ours())));
  }

  @Test
  void noMethodIsLeftOut() {
    List<String> methods =
        Arrays.stream(Admin.class.getMethods())
            .filter(method -> asksTheCluster(method))
            .map(Method::getName)
            .distinct()
            .toList();
    assertThat(calls().map(AdminCall::method).distinct())
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  private static boolean asksTheCluster(Method method) {
    return method.getReturnType().getSimpleName().endsWith("Result")
        || method.getName().equals("clientInstanceId");
  }

  private static Stream<AdminCall> calls() {
    return Stream.of(
            AdminCreationCalls.CREATIONS,
            AdminTopicCalls.DELETIONS,
            AdminCreationCalls.PARTITIONS,
            AdminTopicCalls.DESCRIPTIONS,
            AdminRecordCalls.OFFSETS,
            AdminRecordCalls.DELETIONS,
            AdminRecordCalls.DIRECTORIES,
            AdminConfigCalls.DESCRIPTIONS,
            AdminConfigChangeCalls.CHANGES,
            AdminConfigChangeCalls.CHANGES_ELSEWHERE,
            AdminConfigCalls.LISTINGS,
            AdminGroupCalls.LISTINGS,
            AdminGroupCalls.DESCRIPTIONS,
            AdminCommitCalls.OFFSETS,
            AdminClusterCalls.CLUSTER,
            AdminClusterCalls.OF_SEVERAL_NODES,
            AdminClusterCalls.OF_TRANSACTIONS,
            AdminClusterCalls.OF_OTHER_GROUPS,
            AdminClusterCalls.OF_SECURITY)
        .flatMap(List::stream);
  }
}
