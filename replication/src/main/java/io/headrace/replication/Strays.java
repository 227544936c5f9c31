package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Logs of partitions that live here no more, because a reassignment took them to other brokers.
///
/// They are only deleted while this broker is in service under its present registration: what is
/// read of the metadata log after a start also tells of moves away that were followed by moves
/// back, and then the log here may be one of those that hold what was acknowledged.
final class Strays {

  private final int brokerId;
  private final List<LogDirectory> directories;
  private final LongSupplier brokerEpoch;

  Strays(int brokerId, List<LogDirectory> directories, LongSupplier brokerEpoch) {
    this.brokerId = brokerId;
    this.directories = directories;
    this.brokerEpoch = brokerEpoch;
  }

  boolean mayDelete(ClusterImage image) {
    BrokerImage self = image.broker(brokerId);
    long epoch = brokerEpoch.getAsLong();
    return self != null && epoch >= 0 && self.epoch() == epoch && self.inService();
  }

  /// Hears of logs that could not be deleted.
  interface OnFailure {
    void onFailure(PartitionId id, IOException cause);
  }

  void delete(ClusterImage image, OnFailure failures) {
    for (LogDirectory directory : directories) {
      if (directory.offlineCause() == null) {
        delete(directory, image, failures);
      }
    }
  }

  private void delete(LogDirectory directory, ClusterImage image, OnFailure failures) {
    for (PartitionLog log : new ArrayList<>(directory.logs())) {
      TopicImage topic = image.topic(log.id().topicId());
      PartitionImage partition = topic == null ? null : topic.partition(log.id().partition());
      if (partition != null && !partition.replicas().contains(brokerId)) {
        try {
          directory.delete(log.id());
        } catch (IOException e) {
          failures.onFailure(log.id(), e);
        }
      }
    }
  }
}
