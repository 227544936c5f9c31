package io.headrace.coordinator;

import io.headrace.protocol.ErrorCode;
import java.nio.ByteBuffer;

/// The log that one coordinator keeps its state in: a partition that this node leads, in one epoch.
///
/// Runs on: the reactor, calls and completions alike; a completion may come inside the call that
/// asks for it.
public interface StateLog {

  /// Adds one whole batch of format v2 (all its records or none become visible); the log gives it
  /// its offsets. The buffer is not changed by the caller any more.
  ///
  /// Outcomes come in the order of the appends. When one is rejected, so are all appends that were
  /// made after it and have no outcome yet, and none of their records will ever be read.
  void append(ByteBuffer batch, Appended outcome);

  /// Streams everything that is in the log now to `loading`, from the oldest batch to the newest.
  /// Called once, before the first append.
  void load(Loading loading);

  /// What became of one append; exactly one of `onCommitted` and `onRejected` is called, once.
  interface Appended {

    /// The batch is below the high watermark: durable on all in-sync replicas.
    void onCommitted();

    /// The batch is in the log and stays there, but nobody knows when it will be committed: too few
    /// are in sync. The outcome comes later; until then this may be called again.
    void onDelayed(ErrorCode why);

    /// The batch is not in the log and will not be.
    void onRejected(ErrorCode error);
  }

  /// Hears the contents of the log.
  interface Loading {

    /// Whole batches in order; the buffer is only lent for the call.
    void onBatches(ByteBuffer batches);

    /// That was all, and all of it is committed.
    void onLoaded();

    /// The log cannot be read; nothing follows.
    void onFailed(ErrorCode error);
  }
}
