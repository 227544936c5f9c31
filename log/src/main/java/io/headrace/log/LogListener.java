package io.headrace.log;

import java.io.IOException;

/// Hears what became of appended batches. Called on the reactor, perhaps inside the call that
/// caused it.
public interface LogListener {

  /// Of a log that nobody answers for: nothing of it is known to be committed.
  LogListener NOBODY =
      new LogListener() {
        @Override
        public void onWritten(long writtenEnd) {}

        @Override
        public void onSynced(long syncedEnd) {}

        @Override
        public void onRejected(long validEnd, IOException cause) {}

        @Override
        public void onOffline(IOException cause) {}

        @Override
        public long committedEnd() {
          return 0;
        }

        @Override
        public void onStartMoved(long startOffset) {}
      };

  /// Everything below `writtenEnd` is in the page cache.
  void onWritten(long writtenEnd);

  /// Everything below `syncedEnd` is on stable storage.
  void onSynced(long syncedEnd);

  /// What was appended at and above `validEnd` is gone from the log and its offsets are free again,
  /// because the disk is full: later appends may succeed. A power cut may still bring it back, so
  /// whose it was is not to be told before [#onRejectedForGood].
  void onRejected(long validEnd, IOException cause);

  /// Nothing that was rejected until now can come back. Follows [#onRejected], perhaps at once;
  /// what is appended between the two is rejected as well.
  default void onRejectedForGood() {}

  /// The disk is full: what was written cannot be made durable for now. It is tried again; called
  /// each time that failed.
  default void onStalled(IOException cause) {}

  /// The log directory is out of service: nothing here will ever succeed again in this process.
  void onOffline(IOException cause);

  /// Below this the log is never truncated: only there may retention and compaction take records
  /// away, because a newer record that makes one needless must not go in its turn.
  default long committedEnd() {
    return Long.MAX_VALUE;
  }

  /// Retention, compaction or DeleteRecords moved the start of the log; that is durable.
  void onStartMoved(long startOffset);

  /// More is known to be lost than before ([PartitionLog#lost]). Perhaps within a read.
  default void onLost() {}
}
