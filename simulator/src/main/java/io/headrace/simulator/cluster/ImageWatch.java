package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.simulator.client.InvariantViolation;
import java.util.HashMap;
import java.util.Map;

/// Looks at every image that any node publishes: at the same offset all are the same, and no two
/// nodes lead a partition in one epoch.
final class ImageWatch {
  private record Term(PartitionId partition, int leaderEpoch) {}

  private final SimulatedCluster cluster;
  private final ClusterImage[] seen;
  private final Map<Long, ClusterImage> byOffset = new HashMap<>();
  private final Map<Term, Integer> leaders = new HashMap<>();

  ImageWatch(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.seen = new ClusterImage[cluster.nodes().size()];
  }

  /// To be called after every event.
  @SuppressWarnings("ReferenceEquality") // an image that was looked at already
  void look() {
    for (ClusterNode node : cluster.nodes()) {
      ClusterImage image = node.image();
      if (image != seen[node.id() - 1]) {
        seen[node.id() - 1] = image;
        check(node, image);
      }
    }
  }

  private void check(ClusterNode node, ClusterImage image) {
    ClusterImage mine = withoutController(image);
    ClusterImage others = byOffset.putIfAbsent(image.offset(), mine);
    if (others == null) {
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
