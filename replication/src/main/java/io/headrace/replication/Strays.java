package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Logs of partitions that live here no more, because a reassignment took them to other brokers.
///
/// They are only deleted while this broker is in service under its present registration: what is
/// read of the metadata log after a start also tells of moves away that were followed by moves
/// back, and then the log here may be one of those that hold what was acknowledged.
final class Strays {

  private final int brokerId;
  private final List<LogDirectory> directories;
  private final LongSupplier brokerEpoch;
  private boolean looked;

  Strays(int brokerId, List<LogDirectory> directories, LongSupplier brokerEpoch) {
    this.brokerId = brokerId;
    this.directories = directories;
    this.brokerEpoch = brokerEpoch;
  }

  /// All are looked for once, then those that move away.
  void onImage(ImageChange change, OnFailure failures) {
    boolean may = mayDelete(change.after());
    if (may && looked) {
      deleteMoved(change, failures);
    } else if (may) {
      deleteAll(change.after(), failures);
    }
    looked = may;
  }

  private boolean mayDelete(ClusterImage image) {
    BrokerImage self = image.broker(brokerId);
    long epoch = brokerEpoch.getAsLong();
    return self != null && epoch >= 0 && self.epoch() == epoch && self.inService();
  }

  /// Hears of logs that could not be deleted.
  interface OnFailure {
    void onFailure(PartitionId id, IOException cause);
  }

  /// Looks through all logs: the first time.
  private void deleteAll(ClusterImage image, OnFailure failures) {
    for (LogDirectory directory : directories) {
      for (PartitionLog log : List.copyOf(directory.logs())) {
        PartitionImage partition = image.partition(log.id());
        if (partition != null && !partition.replicas().contains(brokerId)) {
          delete(directory, log.id(), failures);
        }
      }
    }
  }

  /// Looks only at the partitions that moved away from here with this change.
  private void deleteMoved(ImageChange change, OnFailure failures) {
    for (TopicChange topic : change.topics()) {
      TopicImage before = topic.before();
      TopicImage after = topic.after();
      if (before == null || after == null) {
        continue;
      }
      for (PartitionImage was : before.partitions()) {
        PartitionImage now = after.partition(was.partition());
        if (!was.equals(now) && was.replicas().contains(brokerId) && !isHere(now)) {
          var id = new PartitionId(topic.id(), was.partition());
          directories.forEach(directory -> delete(directory, id, failures));
        }
      }
    }
  }

  private boolean isHere(@Nullable PartitionImage partition) {
    return partition == null || partition.replicas().contains(brokerId);
  }

  private static void delete(LogDirectory directory, PartitionId id, OnFailure failures) {
    if (directory.offlineCause() != null || directory.log(id) == null) {
      return;
    }
    try {
      directory.delete(id);
    } catch (IOException e) {
      failures.onFailure(id, e);
    }
  }
}
