package io.headrace.bench.load;

import java.nio.ByteBuffer;

/// An answer to Produce version 8 about one partition.
///
/// @param request the correlation id
/// @param error 0 if the batch was acknowledged
/// @param firstOffset that the batch was given
record ProduceAnswer(int request, short error, long firstOffset) {

  private static final short UNKNOWN_TOPIC_OR_PARTITION = 3;
  private static final short LEADER_NOT_AVAILABLE = 5;
  private static final short NOT_LEADER_OR_FOLLOWER = 6;

  /// @param answer without its length
  static ProduceAnswer of(ByteBuffer answer) {
    int topics = Integer.BYTES;
    int topic = topics + Integer.BYTES;
    int partitions = topic + Short.BYTES + answer.getShort(topic);
    int partition = partitions + Integer.BYTES;
    int error = partition + Integer.BYTES;
    return new ProduceAnswer(
        answer.getInt(0), answer.getShort(error), answer.getLong(error + Short.BYTES));
  }

  boolean isAcknowledged() {
    return error == 0;
  }

  /// Whether the partition is not there yet.
  boolean isTooEarly() {
    return error == UNKNOWN_TOPIC_OR_PARTITION
        || error == LEADER_NOT_AVAILABLE
        || error == NOT_LEADER_OR_FOLLOWER;
  }
}
