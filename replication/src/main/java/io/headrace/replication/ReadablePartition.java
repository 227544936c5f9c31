package io.headrace.replication;

import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;

/// A partition that can be read here, led or followed.
///
/// Runs on: the reactor.
public interface ReadablePartition {

  /// Hears when a reader might find more than before.
  interface Watcher {
    void onProgress();
  }

  /// Consumers read below this.
  long highWatermark();

  /// Readers of committed records read below this.
  long lastStableOffset();

  /// The log, for reading.
  PartitionLog log();

  /// What a request that names this leader epoch is to be told; `NONE` if it may go on.
  ///
  /// @param currentLeaderEpoch as the client knows it, −1 if it does not
  ErrorCode epochError(int currentLeaderEpoch);

  void watch(Watcher watcher);

  void unwatch(Watcher watcher);
}
