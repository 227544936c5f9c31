package io.headrace.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.config.ConfigEdit.Kind;
import io.headrace.controller.config.ConfigEdit.Operation;
import io.headrace.controller.config.ConfigEdit.Style;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.producer.ProducerIds.Block;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.controller.topic.PartitionGrowth;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ControllerTest {

  @Test
  void theFirstRecordNamesTheCluster() {
    assertThat(new Cluster(1).image().clusterId()).isEqualTo("cluster-id");
  }

  @Test
  void aReplyComesOnlyWhenTheImageIsPublished() {
    var cluster = new Cluster(1);
    var seen = new ArrayList<String>();
    cluster.controller.createTopics(
        Cluster.request(),
        List.of(NewTopic.named("orders")),
        _ -> seen.add("reply, topic " + (cluster.image().topic("orders") != null)));
    seen.add("asked");

    cluster.run();

    assertThat(seen).containsExactly("asked", "reply, topic true");
  }

  @Test
  void twoRequestsInOneTurnCannotBothMakeATopic() {
    var cluster = new Cluster(1);
    var errors = new ArrayList<String>();
    for (int attempt = 0; attempt < 2; attempt++) {
      cluster.controller.createTopics(
          Cluster.request(),
          List.of(NewTopic.named("orders")),
          outcome -> errors.add(errorOf(outcome) + (cluster.image().topic("orders") != null)));
    }
    cluster.run();

    assertThat(errors).containsExactly("NONE:true", "TOPIC_ALREADY_EXISTS:true");
  }

  @Test
  void whatIsOnlyToBeValidatedIsNotMade() {
    var cluster = new Cluster(1);
    var outcomes = new ArrayList<String>();
    cluster.controller.createTopics(
        Request.validate(1_000),
        List.of(NewTopic.named("orders")),
        outcome -> outcomes.add(errorOf(outcome)));
    cluster.run();

    assertThat(outcomes).containsExactly("NONE:");
    assertThat(cluster.image().topics()).isEmpty();
  }

  @Test
  void aReplyThatComesTooLateIsATimeoutAndNothingElse() {
    var cluster = new Cluster(1);
    var outcomes = new ArrayList<Outcome<?>>();
    cluster.controller.createTopics(
        Cluster.request(), List.of(NewTopic.named("orders")), outcomes::add);
    cluster.fireTimers();
    cluster.run();

    assertThat(outcomes).containsExactly(new Outcome.Refused<>(Refusal.timedOut()));
  }

  @Test
  void whoWaitsWhenLeadershipEndsIsToldSo() {
    var cluster = new Cluster(1);
    var outcomes = new ArrayList<Outcome<?>>();
    cluster.controller.createTopics(
        Cluster.request(), List.of(NewTopic.named("orders")), outcomes::add);
    cluster.controller.onLeader(2, 7);
    cluster.controller.createTopics(
        Cluster.request(), List.of(NewTopic.named("more")), outcomes::add);

    assertThat(outcomes)
        .containsExactly(
            new Outcome.Refused<>(Refusal.notController()),
            new Outcome.Refused<>(Refusal.notController()));
    assertThat(cluster.image().controllerId()).isEqualTo(2);
  }

  @Test
  void hostileTopicsAreRefusedWithKafkasErrors() {
    var cluster = new Cluster(1);
    cluster.create(NewTopic.named("a.b"));

    assertThat(errorOf(cluster, named("a_b"))).isEqualTo("INVALID_TOPIC_EXCEPTION");
    assertThat(errorOf(cluster, named("../../etc"))).isEqualTo("INVALID_TOPIC_EXCEPTION");
    assertThat(errorOf(cluster, named("x".repeat(250)))).isEqualTo("INVALID_TOPIC_EXCEPTION");
    assertThat(errorOf(cluster, named("__cluster_metadata"))).isEqualTo("INVALID_REQUEST");
    assertThat(errorOf(cluster, topic(1_000_000, 1))).isEqualTo("POLICY_VIOLATION");
    assertThat(errorOf(cluster, topic(Integer.MAX_VALUE, 1))).isEqualTo("POLICY_VIOLATION");
    assertThat(errorOf(cluster, topic(0, 1))).isEqualTo("INVALID_PARTITIONS");
    assertThat(errorOf(cluster, topic(-2, 1))).isEqualTo("INVALID_PARTITIONS");
    assertThat(errorOf(cluster, topic(1, 0))).isEqualTo("INVALID_REPLICATION_FACTOR");
    assertThat(errorOf(cluster, topic(1, 32_767))).isEqualTo("INVALID_REPLICATION_FACTOR");
    assertThat(cluster.image().topics()).hasSize(1);
  }

  @Test
  void namesThatAreOneInMetricsCollideWithinARequestToo() {
    var outcome =
        Objects.requireNonNull(new Cluster(1).create(named("a.b"), named("ab"), named("a_b")));

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    List<NewTopicResult> results = ((Outcome.Done<List<NewTopicResult>>) outcome).reply();
    assertThat(results.get(0).refusal()).isNull();
    assertThat(results.get(1).refusal()).isNull();
    assertThat(results.get(2).refusal())
        .isEqualTo(
            new Refusal(
                ErrorCode.INVALID_TOPIC_EXCEPTION,
                "Topic 'a_b' collides with existing topic: a.b"));
  }

  /// In Apache Kafka 4.3.1 it is one less: there the topic's own record counts as well.
  @Test
  void aRequestMakesUpToTenThousandPartitions() {
    var cluster = new Cluster(3);

    assertThat(errorOf(cluster, topic(10_001, 3))).isEqualTo("POLICY_VIOLATION");
    assertThat(errorOf(cluster, topic(10_000, 3))).isEqualTo("NONE");
    assertThat(cluster.image().partitionCount()).isEqualTo(10_000);
  }

  @Test
  void leadersAreSpreadOverTheBrokers() {
    var cluster = new Cluster(3);
    cluster.create(topic(6, 2));

    TopicImage topic = Objects.requireNonNull(cluster.image().topic("orders"));
    var ledBy = new int[4];
    topic.partitions().forEach(partition -> ledBy[partition.leader()]++);
    assertThat(ledBy).containsExactly(0, 2, 2, 2);
    assertThat(topic.partitions()).allMatch(it -> it.replicas().stream().distinct().count() == 2);
  }

  @Test
  void partitionsAreAddedButNeverTakenAway() {
    var cluster = new Cluster(1);
    cluster.create(topic(2, 1));
    var refusals = new ArrayList<Outcome<List<Refusal>>>();
    cluster.controller.createPartitions(
        Cluster.request(),
        List.of(
            new PartitionGrowth.Wanted("orders", 5, null),
            new PartitionGrowth.Wanted("orders", 1, null),
            new PartitionGrowth.Wanted("orders", 1_000_000, null)),
        refusals::add);
    cluster.run();

    assertThat(Objects.requireNonNull(cluster.image().topic("orders")).partitions()).hasSize(5);
    assertThat(refusals).hasSize(1);
    assertThat(((Outcome.Done<List<Refusal>>) refusals.getFirst()).reply())
        .extracting(refusal -> refusal == null ? ErrorCode.NONE : refusal.error())
        .containsExactly(ErrorCode.NONE, ErrorCode.INVALID_PARTITIONS, ErrorCode.POLICY_VIOLATION);
  }

  @Test
  void listsAreEditedElementByElement() {
    var cluster = new Cluster(1);
    cluster.create(topic(1, 1));
    var orders = new ConfigResource(Type.TOPIC, "orders");

    alter(cluster, orders, new Operation("cleanup.policy", Kind.APPEND, "compact"));
    assertThat(cluster.image().config(orders).get("cleanup.policy")).isEqualTo("delete,compact");

    alter(cluster, orders, new Operation("cleanup.policy", Kind.SUBTRACT, "delete"));
    assertThat(cluster.image().config(orders).get("cleanup.policy")).isEqualTo("compact");

    alter(cluster, orders, new Operation("cleanup.policy", Kind.DELETE, null));
    assertThat(cluster.image().config(orders).isEmpty()).isTrue();
  }

  @Test
  void whatNeverWasInAListCanBeSubtracted() {
    var cluster = new Cluster(1);
    cluster.create(topic(1, 1));
    var orders = new ConfigResource(Type.TOPIC, "orders");
    String throttled = "leader.replication.throttled.replicas";

    alter(cluster, orders, new Operation(throttled, Kind.SUBTRACT, "0"));
    assertThat(cluster.image().config(orders).get(throttled)).isEmpty();

    alter(cluster, orders, new Operation("cleanup.policy", Kind.SUBTRACT, "none,delete"));
    assertThat(cluster.image().config(orders).get("cleanup.policy")).isEmpty();
  }

  @Test
  void compactionIsNotAskedToWaitLongerThanItMay() {
    var cluster = new Cluster(1);
    var both = Map.of("min.compaction.lag.ms", "10", "max.compaction.lag.ms", "5");
    assertThat(errorOf(cluster, new NewTopic("orders", 1, 1, List.of(), both)))
        .isEqualTo("INVALID_CONFIG");

    var one = Map.of("min.compaction.lag.ms", "10");
    cluster.create(new NewTopic("orders", 1, 1, List.of(), one));
    var orders = new ConfigResource(Type.TOPIC, "orders");
    var tooShort = new Operation("max.compaction.lag.ms", Kind.SET, "5");
    assertThat(refusalOf(cluster, orders, tooShort).error()).isEqualTo(ErrorCode.INVALID_CONFIG);
    assertThat(cluster.image().config(orders).values()).isEqualTo(one);

    alter(cluster, orders, new Operation("max.compaction.lag.ms", Kind.SET, "10"));
    assertThat(cluster.image().config(orders).get("max.compaction.lag.ms")).isEqualTo("10");
  }

  @Test
  void producerIdsAreNeverGivenTwice() {
    var cluster = new Cluster(1);
    var blocks = new ArrayList<Outcome<Block>>();
    for (int index = 0; index < 3; index++) {
      cluster.controller.allocateProducerIds(Cluster.request(), blocks::add);
    }
    cluster.run();

    assertThat(blocks)
        .containsExactly(
            new Outcome.Done<>(new Block(0, 1000)),
            new Outcome.Done<>(new Block(1000, 1000)),
            new Outcome.Done<>(new Block(2000, 1000)));
  }

  @Test
  void everyNodeThatReplaysTheRecordsHasTheSameImage() {
    for (int seed = 0; seed < 20; seed++) {
      var cluster = new Cluster(3, seed);
      var random = new Random(seed);
      for (int step = 0; step < 100; step++) {
        randomRequest(cluster, random);
        if (random.nextInt(3) == 0) {
          cluster.run();
        }
      }
      cluster.run();

      var other = cluster.replayed();
      assertThat(other.topicsByName()).as("seed " + seed).isEqualTo(cluster.image().topicsByName());
      assertThat(other.configs()).as("seed " + seed).isEqualTo(cluster.image().configs());
      assertThat(other.brokersById()).as("seed " + seed).isEqualTo(cluster.image().brokersById());
    }
  }

  private static void randomRequest(Cluster cluster, Random random) {
    String name = "topic-" + random.nextInt(10);
    switch (random.nextInt(4)) {
      case 0 ->
          cluster.controller.createTopics(
              Cluster.request(), List.of(NewTopic.named(name)), _ -> {});
      case 1 -> {
        TopicImage topic = cluster.image().topic(name);
        if (topic != null) {
          cluster.controller.deleteTopics(Cluster.request(), List.of(topic.id()), _ -> {});
        }
      }
      case 2 ->
          cluster.controller.createPartitions(
              Cluster.request(),
              List.of(new PartitionGrowth.Wanted(name, 1 + random.nextInt(9), null)),
              _ -> {});
      default ->
          cluster.controller.alterConfigs(
              Cluster.request(),
              List.of(
                  new ConfigEdit(
                      new ConfigResource(Type.TOPIC, name),
                      random.nextBoolean() ? Style.INCREMENTAL : Style.REPLACING,
                      List.of(new Operation("retention.ms", Kind.SET, "" + random.nextInt(3))))),
              _ -> {});
    }
  }

  private static void alter(Cluster cluster, ConfigResource resource, Operation operation) {
    assertThat(refusalOf(cluster, resource, operation)).isNull();
  }

  private static @Nullable Refusal refusalOf(
      Cluster cluster, ConfigResource resource, Operation operation) {
    var outcomes = new ArrayList<Outcome<List<Refusal>>>();
    cluster.controller.alterConfigs(
        Cluster.request(),
        List.of(new ConfigEdit(resource, Style.INCREMENTAL, List.of(operation))),
        outcomes::add);
    cluster.run();
    return ((Outcome.Done<List<Refusal>>) outcomes.getFirst()).reply().getFirst();
  }

  private static NewTopic named(String name) {
    return NewTopic.named(name);
  }

  private static NewTopic topic(int partitions, int replicationFactor) {
    return new NewTopic("orders", partitions, replicationFactor, List.of(), Map.of());
  }

  private static String errorOf(Cluster cluster, NewTopic topic) {
    return errorOf(Objects.requireNonNull(cluster.create(topic))).replace(":", "");
  }

  private static String errorOf(Outcome<List<NewTopicResult>> outcome) {
    return switch (outcome) {
      case Outcome.Done<List<NewTopicResult>> done -> {
        Refusal refusal = done.reply().getFirst().refusal();
        yield (refusal == null ? ErrorCode.NONE : refusal.error()) + ":";
      }
      case Outcome.Refused<List<NewTopicResult>> refused -> refused.refusal().error() + ":";
    };
  }
}
