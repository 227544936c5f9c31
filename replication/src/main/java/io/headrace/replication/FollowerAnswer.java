package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogSlice;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.FollowerVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a leader answers to a follower's fetch. Whoever takes it releases its slices.
///
/// @param error of the whole request
/// @param parts the partitions of which there is something to say
public record FollowerAnswer(ErrorCode error, int sessionId, List<Part> parts) {

  public FollowerAnswer {
    parts = List.copyOf(parts);
  }

  static FollowerAnswer refused(ErrorCode error) {
    return new FollowerAnswer(error, 0, List.of());
  }

  /// One partition.
  ///
  /// @param diverged null if the follower agrees with the leader
  /// @param slice null if there is nothing to read
  public record Part(
      PartitionId partition,
      ErrorCode error,
      long highWatermark,
      long logStartOffset,
      FollowerVerdict.@Nullable Diverged diverged,
      @Nullable LogSlice slice) {

    int bytes() {
      return slice == null ? 0 : slice.bytes().length();
    }
  }

  /// Lets go of what is held for the reader.
  public void release() {
    for (Part part : parts) {
      if (part.slice() != null) {
        part.slice().bytes().release();
      }
    }
  }
}
