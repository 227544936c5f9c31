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
  /// @param records whole batches and perhaps the beginning of one; valid until the end of the turn
  public record Part(
      PartitionId partition,
      ErrorCode error,
      long highWatermark,
      long logStartOffset,
      Diverged diverged,
      ByteBuffer records) {

    /// Whether that was the answer to what was wished for, not news on the way to it: a leader says
    /// nothing more of the partition until there is another wish.
    boolean isServed() {
      return error != ErrorCode.NONE || diverged.endOffset() >= 0 || records.hasRemaining();
    }
  }

  /// Where the leader's log went another way (KIP-595).
  public record Diverged(int epoch, long endOffset) {

    /// It did not.
    public static final Diverged NO = new Diverged(-1, -1);
  }
}
