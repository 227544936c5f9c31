package io.headrace.log;

/// Leader epochs of one log and the offset at which each began (KIP-101, KIP-279).
public interface LeaderEpochs {

  /// The newest epoch in the log, −1 if none.
  int latest();

  /// Where `epoch` ended: the largest epoch at or below the one asked for, and the offset at which
  /// the next one began (the log's end for the newest).
  EpochEnd endOf(int epoch, long logEndOffset);

  /// The epoch of the record at `offset`, −1 if not known.
  int at(long offset);

  /// @param epoch −1 if no epoch at or below the one asked for is known
  /// @param endOffset −1 likewise
  record EpochEnd(int epoch, long endOffset) {}
}
