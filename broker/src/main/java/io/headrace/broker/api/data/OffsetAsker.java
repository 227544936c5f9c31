package io.headrace.broker.api.data;

import io.headrace.base.TopicId;
import io.headrace.metadata.TopicImage;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import org.jspecify.annotations.Nullable;

/// Who asks where a log begins or ends, by what it says it is, and so how far it is told (as Kafka
/// has it): consumers what they may read; replicas, and tools that pose as one for debugging, all
/// there is. Such a tool is also told by brokers that only follow.
///
/// @param replicaId of a broker, or one of the constants
record OffsetAsker(int replicaId, Reads reads) {

  static final int CONSUMER = -1;
  static final int DEBUGGER = -2;

  /// What a consumer wants to read.
  enum Reads {
    ALL,
    COMMITTED
  }

  /// Whether it may have read more from former leaders than this one knows to be committed yet:
  /// what it is told must not go back behind that.
  boolean maySeeLess(ReadablePartition partition) {
    return replicaId == CONSUMER && !partition.knowsWhatWasCommittedBefore();
  }

  /// What is at this offset and behind it, it is not told of.
  long endOf(ReadablePartition partition) {
    if (replicaId != CONSUMER) {
      return partition.log().writtenEnd();
    }
    return switch (reads) {
      case ALL -> partition.highWatermark();
      case COMMITTED -> partition.lastStableOffset();
    };
  }

  /// Null if the partition is not here for whoever asks.
  @Nullable ReadablePartition find(
      Partitions partitions, @Nullable TopicImage topic, int partition) {
    if (topic == null) {
      return null;
    }
    TopicId id = topic.id();
    return replicaId == DEBUGGER
        ? partitions.findReadable(id, partition)
        : partitions.find(id, partition);
  }
}
