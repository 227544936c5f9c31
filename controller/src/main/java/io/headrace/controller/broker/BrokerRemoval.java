package io.headrace.controller.broker;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.stream.Stream;

/// Decides that a broker left for good. As in Kafka it may be alive; then it registers anew, as one
/// that has no data: nobody can know what became of its disks meanwhile. So, other than in Kafka,
/// it cannot go while it alone has all that was acknowledged of a partition.
public final class BrokerRemoval {

  private BrokerRemoval() {}

  /// The epoch that its registration had.
  ///
  /// @param held the topics of which it holds partitions
  public static Decision<Long> decide(ClusterImage image, int brokerId, List<TopicImage> held) {
    BrokerImage broker = image.broker(brokerId);
    if (broker == null) {
      return Decision.refused(
          new Refusal(
              ErrorCode.BROKER_ID_NOT_REGISTERED,
              "Broker ID " + brokerId + " is not currently registered"));
    }
    for (TopicImage topic : held) {
      for (PartitionImage partition : topic.partitions()) {
        if (isNeeded(image, partition, brokerId)) {
          return Decision.refused(
              new Refusal(
                  ErrorCode.INVALID_REQUEST,
                  "Broker %d alone has the data of %s-%d: drain it, or delete the topic, before."
                      .formatted(brokerId, topic.name(), partition.partition())));
        }
      }
    }
    return new Decision<>(
        List.of(new MetadataRecord.BrokerUnregistered(brokerId, broker.epoch())), broker.epoch());
  }

  private static boolean isNeeded(ClusterImage image, PartitionImage partition, int broker) {
    return (partition.inSync().contains(broker) || partition.eligible().contains(broker))
        && Stream.concat(partition.inSync().stream(), partition.eligible().stream())
            .noneMatch(other -> other != broker && image.broker(other) != null);
  }
}
