package io.headrace.controller.simulated;

import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What must hold of every image, from one image to the next, and between nodes.
final class ImageRules {
  private final Map<Long, ClusterImage> byOffset = new HashMap<>();
  private final Set<Integer> wiped = new HashSet<>();

  /// The data of this broker is gone: nobody can be asked to know whoever was in sync with it.
  void onWiped(int broker) {
    wiped.add(broker);
  }

  void onImage(ImageChange change) {
    ClusterImage after = change.after();
    ClusterImage same =
        after.offset() % 7 == 0 ? byOffset.putIfAbsent(after.offset(), after) : null;
    if (same != null
        && !(same.topicsById().equals(after.topicsById())
            && same.brokersById().equals(after.brokersById())
            && same.configs().equals(after.configs()))) {
      throw new Violation("two images at offset " + after.offset());
    }
    for (ImageChange.TopicChange topic : change.topics()) {
      if (topic.after() != null) {
        for (PartitionImage partition : topic.after().partitions()) {
          check(partition);
          PartitionImage before = before(topic.before(), partition.partition());
          if (before != null) {
            check(before, partition);
          }
        }
      }
    }
  }

  private static @Nullable PartitionImage before(@Nullable TopicImage topic, int partition) {
    return topic == null ? null : topic.partition(partition);
  }

  private void check(PartitionImage it) {
    require(it.leader() == -1 || it.inSync().contains(it.leader()), "leader not in sync", it);
    require(it.replicas().containsAll(it.inSync()), "in sync, but no replica", it);
    require(it.replicas().containsAll(it.eligible()), "eligible, but no replica", it);
    require(Collections.disjoint(it.inSync(), it.eligible()), "in sync and eligible", it);
    require(it.replicas().containsAll(it.adding()), "added, but no replica", it);
    require(it.replicas().containsAll(it.removing()), "removed, but no replica", it);
    require(Collections.disjoint(it.adding(), it.removing()), "added and removed", it);
    require(Set.copyOf(it.replicas()).size() == it.replicas().size(), "replica twice", it);
    require(
        !it.inSync().isEmpty()
            || !it.eligible().isEmpty()
            || !Collections.disjoint(it.replicas(), wiped),
        "nobody has the data",
        it);
  }

  private static void check(PartitionImage before, PartitionImage after) {
    require(after.leaderEpoch() >= before.leaderEpoch(), "leader epoch went back", after);
    require(
        after.equals(before) || after.partitionEpoch() > before.partitionEpoch(),
        "changed within a partition epoch",
        after);
    require(
        after.leader() == before.leader() || after.leaderEpoch() > before.leaderEpoch(),
        "another leader in the same epoch",
        after);
  }

  /// When all brokers are there and nothing is under way.
  static void checkSettled(ClusterImage image, List<TopicId> mayBeDead) {
    for (TopicImage topic : image.topics()) {
      for (PartitionImage it : topic.partitions()) {
        BrokerImage leader = image.broker(it.leader());
        boolean hasData = !it.inSync().isEmpty() || !it.eligible().isEmpty();
        require(
            leader != null || !hasData || mayBeDead.contains(topic.id()),
            "no leader though there could be one",
            it);
        require(leader == null || leader.inService(), "led by a broker not in service", it);
      }
    }
  }

  private static void require(boolean holds, String what, PartitionImage partition) {
    if (!holds) {
      throw new Violation(what + ": " + partition);
    }
  }
}
