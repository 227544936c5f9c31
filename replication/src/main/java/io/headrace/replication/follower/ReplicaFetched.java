package io.headrace.replication.follower;

import io.headrace.base.PartitionId;
import io.headrace.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;

/// What a leader answers to a [ReplicaFetch].
///
/// @param error of the whole request
/// @param parts the partitions of which there is something to say
public record ReplicaFetched(ErrorCode error, int sessionId, List<Part> parts) {

  public ReplicaFetched {
    parts = List.copyOf(parts);
  }

  /// One partition.
  ///
  /// @param highWatermark −1 if not told
  /// @param logStartOffset of the leader, −1 if not told
  /// @param records whole batches and perhaps the beginning of one; valid during the call only
  public record Part(
      PartitionId partition,
      ErrorCode error,
      long highWatermark,
      long logStartOffset,
      Diverged diverged,
      ByteBuffer records) {}

  /// Where the leader's log went another way (KIP-595).
  public record Diverged(int epoch, long endOffset) {

    /// It did not.
    public static final Diverged NO = new Diverged(-1, -1);
  }
}
