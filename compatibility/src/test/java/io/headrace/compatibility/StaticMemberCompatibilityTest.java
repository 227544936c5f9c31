package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Members of a classic group that have a `group.instance.id` (KIP-345).
@ExtendWith(SharedNode.class)
final class StaticMemberCompatibilityTest {

  private static final int PARTITIONS = 6;

  private final Clients clients;
  private final String group = Clients.unique("static");
  private final String topic;

  StaticMemberCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.topic = clients.topic(PARTITIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aMemberThatComesBackKeepsItsPartitionsWithoutARebalance(String restarted) {
    // One of the two is the group's leader, which makes no difference.
    String other = restarted.equals("a") ? "b" : "a";
    try (Consumer<String, String> stays = member(other)) {
      Set<TopicPartition> before;
      try (Consumer<String, String> leaves = member(restarted)) {
        Polling.until(List.of(stays, leaves), () -> Polling.shared(List.of(stays, leaves), 3));
        before = Set.copyOf(leaves.assignment());
      }
      int generation = stays.groupMetadata().generationId();
      try (Consumer<String, String> back = member(restarted)) {
        Polling.until(List.of(stays, back), () -> back.assignment().size() == 3);
        assertThat(back.assignment()).isEqualTo(before);
        assertThat(stays.groupMetadata().generationId()).isEqualTo(generation);
      }
    }
  }

  @Test
  void aMemberThatComesBackWithFurtherTopicsGetsWhatItHad() {
    String second = clients.topic(PARTITIONS);
    try (Consumer<String, String> stays = member("a")) {
      try (Consumer<String, String> leaves = member("b")) {
        Polling.until(List.of(stays, leaves), () -> Polling.shared(List.of(stays, leaves), 3));
      }
      try (Consumer<String, String> back = member("b", Map.of(), List.of(topic, second))) {
        Polling.until(List.of(stays, back), () -> Polling.shared(List.of(stays, back), 3));
        assertThat(back.assignment()).allMatch(partition -> partition.topic().equals(topic));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void afterTheSessionTimeoutThePartitionsGoToOthers(boolean cooperative) {
    Map<String, Object> hasty = new HashMap<>(Map.of("session.timeout.ms", 1500));
    if (cooperative) {
      hasty.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    }
    try (Consumer<String, String> stays = member("a", hasty, List.of(topic))) {
      try (Consumer<String, String> leaves = member("b", hasty, List.of(topic))) {
        Polling.until(List.of(stays, leaves), () -> Polling.shared(List.of(stays, leaves), 3));
      }
      Polling.during(Duration.ofMillis(500), List.of(stays));
      assertThat(stays.assignment()).hasSize(3);
      Polling.until(List.of(stays), () -> stays.assignment().size() == PARTITIONS);
    }
  }

  @Test
  void theOlderOfTwoWithTheSameInstanceIsFenced() {
    try (Consumer<String, String> older = member("a");
        Consumer<String, String> newer = member("a")) {
      Polling.until(List.of(older), () -> older.assignment().size() == PARTITIONS);
      Polling.until(List.of(newer), () -> newer.assignment().size() == PARTITIONS);

      // Named, because a client that has not yet found out where it stands would commit nothing.
      var offsets = Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0));
      assertThatThrownBy(() -> older.commitSync(offsets))
          .isInstanceOf(FencedInstanceIdException.class);
      assertThatThrownBy(() -> Polling.until(List.of(older), () -> false))
          .isInstanceOf(FencedInstanceIdException.class);
      newer.commitSync();
      assertThat(newer.assignment()).hasSize(PARTITIONS);
    }
  }

  @Test
  void aMemberRemovedByAnAdministratorLosesItsPartitionsAtOnce() {
    try (Admin admin = clients.admin();
        Consumer<String, String> stays = member("a")) {
      try (Consumer<String, String> leaves = member("b")) {
        Polling.until(List.of(stays, leaves), () -> Polling.shared(List.of(stays, leaves), 3));
      }
      var removal = removal("b", "nobody");
      var result = admin.removeMembersFromConsumerGroup(group, removal);
      Clients.get(result.memberResult(new MemberToRemove("b")));
      assertThatThrownBy(() -> Clients.get(result.memberResult(new MemberToRemove("nobody"))))
          .isInstanceOf(UnknownMemberIdException.class);
      assertThatThrownBy(() -> Clients.get(result.all()))
          .isInstanceOf(UnknownMemberIdException.class);
      Polling.until(List.of(stays), () -> stays.assignment().size() == PARTITIONS);
    }
  }

  @Test
  void allMembersAreRemovedTogether() {
    try (Admin admin = clients.admin();
        Consumer<String, String> dynamic = member(null)) {
      try (Consumer<String, String> a = member("a");
          Consumer<String, String> b = member("b")) {
        List<Consumer<String, String>> all = List.of(a, b, dynamic);
        Polling.until(all, () -> Polling.shared(all, 2));
      }
      assertThat(members(admin)).hasSize(3);
      var everybody = new RemoveMembersFromConsumerGroupOptions();
      everybody.reason("the day is over");
      Clients.get(admin.removeMembersFromConsumerGroup(group, everybody).all());
      assertThat(members(admin)).isEmpty();
    }
  }

  @Test
  void aRemovedMemberThatStillRunsJoinsAgain() {
    try (Admin admin = clients.admin();
        Consumer<String, String> member = member("a")) {
      Polling.until(List.of(member), () -> member.assignment().size() == PARTITIONS);
      String before = member.groupMetadata().memberId();
      Clients.get(admin.removeMembersFromConsumerGroup(group, removal("a")).all());
      Polling.until(List.of(member), () -> !member.groupMetadata().memberId().equals(before));
      Polling.until(List.of(member), () -> member.assignment().size() == PARTITIONS);
    }
  }

  @Test
  void whoClosesMayLeaveOrStay() {
    try (Admin admin = clients.admin()) {
      Consumer<String, String> fixed = member("a");
      Polling.until(List.of(fixed), () -> fixed.assignment().size() == PARTITIONS);
      fixed.close(closing(GroupMembershipOperation.LEAVE_GROUP));
      assertThat(members(admin)).isEmpty();

      Consumer<String, String> dynamic = member(null);
      Polling.until(List.of(dynamic), () -> dynamic.assignment().size() == PARTITIONS);
      dynamic.close(closing(GroupMembershipOperation.REMAIN_IN_GROUP));
      assertThat(members(admin)).hasSize(1);
    }
  }

  @Test
  void aDescriptionNamesTheInstances() {
    try (Admin admin = clients.admin();
        Consumer<String, String> fixed = member("a");
        Consumer<String, String> dynamic = member(null)) {
      Polling.until(List.of(fixed, dynamic), () -> Polling.shared(List.of(fixed, dynamic), 3));
      assertThat(members(admin))
          .extracting(member -> member.groupInstanceId().orElse("none"))
          .containsExactlyInAnyOrder("a", "none");
    }
  }

  private List<MemberDescription> members(Admin admin) {
    var groups = admin.describeConsumerGroups(List.of(group)).describedGroups();
    return List.copyOf(Clients.get(groups.get(group)).members());
  }

  private static CloseOptions closing(GroupMembershipOperation operation) {
    return CloseOptions.timeout(Duration.ofSeconds(5)).withGroupMembershipOperation(operation);
  }

  private static RemoveMembersFromConsumerGroupOptions removal(String... instances) {
    List<MemberToRemove> members = List.of(instances).stream().map(MemberToRemove::new).toList();
    return new RemoveMembersFromConsumerGroupOptions(members);
  }

  private Consumer<String, String> member(@Nullable String instance) {
    return member(instance, Map.of(), List.of(topic));
  }

  private Consumer<String, String> member(
      @Nullable String instance, Map<String, Object> settings, List<String> topics) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("group.id", group);
    all.put("heartbeat.interval.ms", 300);
    if (instance != null) {
      all.put("group.instance.id", instance);
    }
    Consumer<String, String> consumer = clients.consumer(all);
    consumer.subscribe(topics);
    return consumer;
  }
}
