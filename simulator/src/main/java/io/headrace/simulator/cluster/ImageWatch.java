package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.simulator.client.InvariantViolation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at every image that any node publishes: at the same offset all are the same, no two nodes
/// lead a partition in one epoch, and each obeys the [ImageRules].
final class ImageWatch {
  private record Term(PartitionId partition, int leaderEpoch) {}

  private final SimulatedCluster cluster;
  private final ImageRules rules;
  private final @Nullable ClusterImage[] seen;
  private final Map<Long, ClusterImage> byOffset = new HashMap<>();
  private final Map<Term, Integer> leaders = new HashMap<>();

  ImageWatch(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.rules = new ImageRules(node -> cluster.node(node).losesDisks());
    this.seen = new @Nullable ClusterImage[cluster.nodes().size()];
  }

  /// To be called after every event.
  @SuppressWarnings("ReferenceEquality") // an image that was looked at already
  void look() {
    for (ClusterNode node : cluster.nodes()) {
      ClusterImage image = node.image();
      ClusterImage before = seen[node.id() - 1];
      if (image != before) {
        seen[node.id() - 1] = image;
        check(node, image);
        if (before != null && image.offset() >= before.offset()) {
          rules.check(before, image);
        }
      }
    }
  }

  private void check(ClusterNode node, ClusterImage image) {
    ClusterImage mine = withoutController(image);
    ClusterImage others = byOffset.putIfAbsent(image.offset(), mine);
    if (others == null) {
      rules.check(image);
      image.topics().forEach(topic -> topic.partitions().forEach(each -> check(topic, each)));
    } else if (!others.equals(mine)) {
      throw new InvariantViolation(
          "at offset %d node %d has another image: %s instead of %s"
              .formatted(image.offset(), node.id(), mine, others));
    }
  }

  private void check(TopicImage topic, PartitionImage partition) {
    if (partition.leader() == PartitionImage.NO_LEADER) {
      return;
    }
    var term =
        new Term(new PartitionId(topic.id(), partition.partition()), partition.leaderEpoch());
    Integer other = leaders.putIfAbsent(term, partition.leader());
    if (other != null && other != partition.leader()) {
      throw new InvariantViolation(
          "%s-%d is led by %d and by %d in epoch %d"
              .formatted(
                  topic.name(),
                  partition.partition(),
                  other,
                  partition.leader(),
                  partition.leaderEpoch()));
    }
  }

  /// Who leads the metadata quorum is not decided by its log.
  private static ClusterImage withoutController(ClusterImage image) {
    return new ClusterImage(
        image.offset(),
        image.clusterId(),
        -1,
        image.nextProducerId(),
        image.features(),
        image.brokersById(),
        image.topicsByName(),
        image.topicsById(),
        image.configs(),
        image.partitionCount());
  }
}
