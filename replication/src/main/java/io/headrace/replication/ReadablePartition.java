package io.headrace.replication;

import io.headrace.log.DamagedDataException;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.Set;

/// A partition that can be read here, led or followed.
///
/// Runs on: the reactor.
public interface ReadablePartition {

  /// Hears when a reader might find more than before.
  interface Watcher {
    void onProgress();

    /// One that has found what it wanted unwatches on the way.
    static void tellAll(Set<Watcher> watchers) {
      if (!watchers.isEmpty()) {
        List.copyOf(watchers).forEach(Watcher::onProgress);
      }
    }
  }

  /// Under which it is led.
  int leaderEpoch();

  /// Consumers read below this.
  long highWatermark();

  /// Whether the high watermark is what may be read, and not only what is known of it: a new leader
  /// has to hear of its followers first.
  default boolean knowsCommittedEnd() {
    return true;
  }

  /// Whether the high watermark has come to where the log ended when this leader's epoch began:
  /// below that, former leaders may have let more be read than this one knows to be committed.
  default boolean knowsWhatWasCommittedBefore() {
    return true;
  }

  /// Readers of committed records read below this.
  long lastStableOffset();

  /// The log, for reading.
  PartitionLog log();

  /// Whether what its log has lost may be back soon: then a reader better waits than be refused.
  boolean isBeingRepaired();

  /// Whether a reader that met this had better wait.
  default boolean isPassing(Exception readFailure) {
    return readFailure instanceof DamagedDataException && isBeingRepaired();
  }

  /// What a reader is told when its read of the log ended so.
  static ErrorCode errorOf(Exception readFailure) {
    return switch (readFailure) {
      case OffsetOutOfRange _ -> ErrorCode.OFFSET_OUT_OF_RANGE;
      case DamagedDataException _ -> ErrorCode.CORRUPT_MESSAGE;
      default -> ErrorCode.KAFKA_STORAGE_ERROR;
    };
  }

  /// What a request that names this leader epoch is to be told; `NONE` if it may go on.
  ///
  /// @param currentLeaderEpoch as the client knows it, −1 if it does not
  ErrorCode epochError(int currentLeaderEpoch);

  /// The same where the partition's leader epoch is known.
  static ErrorCode epochError(int currentLeaderEpoch, int leaderEpoch) {
    if (currentLeaderEpoch < 0 || currentLeaderEpoch == leaderEpoch) {
      return ErrorCode.NONE;
    }
    return currentLeaderEpoch < leaderEpoch
        ? ErrorCode.FENCED_LEADER_EPOCH
        : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }

  void watch(Watcher watcher);

  void unwatch(Watcher watcher);
}
