package io.headrace.group;

import io.headrace.base.PartitionId;
import io.headrace.group.classic.MemberBudget;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The shards of the partitions that this node leads, one for each, as the cluster's image says.
///
/// Runs on: the reactor.
final class Shards {

  /// All members of all groups of one node, invited ones included.
  private static final int MAX_MEMBERS = 100_000;

  /// The bytes they may bring along.
  private static final long MAX_MEMBER_BYTES = 64 << 20;

  private record Led(PartitionId partition, int leaderEpoch, GroupShard shard) {}

  private final int brokerId;
  private final GroupConfig config;
  private final GroupPorts ports;
  private final MemberBudget budget = new MemberBudget(MAX_MEMBERS, MAX_MEMBER_BYTES);
  private final Map<Integer, Led> led = new TreeMap<>();
  private ClusterImage image = ClusterImage.EMPTY;

  Shards(int brokerId, GroupConfig config, GroupPorts ports) {
    this.brokerId = brokerId;
    this.config = config;
    this.ports = ports;
  }

  void onImage(ImageChange change) {
    image = change.after();
    for (TopicChange topic : change.topics()) {
      TopicImage before = topic.before();
      if (isOffsetsTopic(before) || isOffsetsTopic(topic.after())) {
        follow(image.topic(OffsetsTopic.NAME));
      } else if (before != null && topic.after() == null) {
        forgetOffsetsOf(before.name());
      }
    }
  }

  /// The shard that a group belongs to; null if another node leads it, or if there are no groups
  /// yet.
  @Nullable GroupShard of(String groupId) {
    TopicImage topic = image.topic(OffsetsTopic.NAME);
    if (topic == null) {
      return null;
    }
    Led found = led.get(OffsetsTopic.partitionOf(groupId, topic.partitions().size()));
    return found == null ? null : found.shard();
  }

  /// In the order of their partitions.
  List<GroupShard> all() {
    return led.values().stream().map(Led::shard).toList();
  }

  void close() {
    all().forEach(GroupShard::close);
    led.clear();
  }

  private void follow(@Nullable TopicImage topic) {
    for (Led each : List.copyOf(led.values())) {
      if (topic == null || !isLedIn(topic, each)) {
        led.remove(each.partition().partition());
        each.shard().close();
      }
    }
    if (topic == null) {
      return;
    }
    for (PartitionImage partition : topic.partitions()) {
      if (partition.leader() == brokerId && !led.containsKey(partition.partition())) {
        lead(new PartitionId(topic.id(), partition.partition()), partition.leaderEpoch());
      }
    }
  }

  private boolean isLedIn(TopicImage topic, Led each) {
    PartitionImage partition = topic.partition(each.partition().partition());
    return topic.id().equals(each.partition().topicId())
        && partition != null
        && partition.leader() == brokerId
        && partition.leaderEpoch() == each.leaderEpoch();
  }

  private void lead(PartitionId partition, int leaderEpoch) {
    var shard =
        new GroupShard(
            partition, leaderEpoch, config, ports, budget, name -> image.topic(name) != null);
    led.put(partition.partition(), new Led(partition, leaderEpoch, shard));
    shard.load();
  }

  private void forgetOffsetsOf(String topic) {
    for (GroupShard shard : all()) {
      if (shard.isActive()) {
        shard.forgetOffsetsOf(topic);
      }
    }
  }

  private static boolean isOffsetsTopic(@Nullable TopicImage topic) {
    return topic != null && topic.name().equals(OffsetsTopic.NAME);
  }
}
