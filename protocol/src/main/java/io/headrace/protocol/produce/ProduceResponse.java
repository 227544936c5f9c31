package io.headrace.protocol.produce;

import io.headrace.base.TopicId;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.NodeEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a [ProduceRequest]; [ProduceResponseEncoder] writes it.
///
/// @param throttleTimeMs how long the client should pause
/// @param nodeEndpoints where the leaders are that the results name
public record ProduceResponse(
    List<TopicResult> topics, int throttleTimeMs, List<NodeEndpoint> nodeEndpoints) {

  /// A topic under the name or the id by which it was asked for.
  public record TopicResult(String name, TopicId id, List<PartitionResult> partitions) {}

  /// What became of the records for one partition.
  ///
  /// @param baseOffset the offset of the first record, -1 if nothing was stored
  /// @param logAppendTimeMs the timestamp the broker gave, -1 if it gave none
  /// @param logStartOffset the first offset of the partition, -1 if not known
  /// @param failure what went wrong, in more words than the error code; null if there are none
  public record PartitionResult(
      int partition,
      ErrorCode error,
      long baseOffset,
      long logAppendTimeMs,
      long logStartOffset,
      @Nullable Failure failure) {

    /// Nothing was stored.
    public static PartitionResult failed(int partition, ErrorCode error) {
      return failed(partition, error, null);
    }

    /// Nothing was stored.
    public static PartitionResult failed(
        int partition, ErrorCode error, @Nullable Failure failure) {
      return new PartitionResult(partition, error, -1, -1, -1, failure);
    }
  }

  /// Why nothing was stored.
  ///
  /// @param message null leaves the words to the client
  /// @param recordErrors the records that are to blame (KIP-467)
  /// @param currentLeader who leads instead, null if that is not the point
  public record Failure(
      @Nullable String message,
      List<RecordError> recordErrors,
      @Nullable LeaderHint currentLeader) {

    public static Failure of(String message) {
      return new Failure(message, List.of(), null);
    }

    public static Failure of(LeaderHint currentLeader) {
      return new Failure(null, List.of(), currentLeader);
    }
  }

  /// One record that is to blame.
  ///
  /// @param recordIndex the record's place in its batch, from 0
  public record RecordError(int recordIndex, @Nullable String message) {}
}
