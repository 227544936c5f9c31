package io.headrace.log;

/// Leader epochs of one log and the offset at which each began (KIP-101, KIP-279).
public interface LeaderEpochs {

  /// The newest epoch in the log, −1 if none.
  int latest();

  /// Where `epoch` ended: the largest epoch at or below the one asked for, and the offset at which
  /// the next one began (the log's end for the newest).
  EpochEnd endOf(int epoch, long logEndOffset);

  /// Where a log with these epochs has to be cut to go on as another one did (KIP-595): what both
  /// have of the epoch that the other ended stays, or what came before it.
  ///
  /// @param other how the other log ended an epoch
  default long agreedEnd(EpochEnd other, long logEndOffset) {
    EpochEnd own = endOf(other.epoch(), logEndOffset);
    return own.epoch() == other.epoch() && own.epoch() >= 0
        ? Math.min(own.endOffset(), other.endOffset())
        : own.endOffset();
  }

  /// The epoch of the record at `offset`, −1 if not known.
  int at(long offset);

  /// @param epoch −1 if no epoch at or below the one asked for is known
  /// @param endOffset −1 likewise
  record EpochEnd(int epoch, long endOffset) {}
}
