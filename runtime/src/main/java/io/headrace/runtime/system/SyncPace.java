package io.headrace.runtime.system;

/// Decides where the next commit runs: small ones on the reactor for as long as the disk is quick,
/// all others on the lane's thread (decision 0005).
///
/// To hand a commit over and back costs two wake-ups, about as much processor time as the sync
/// itself; a connection that waits for its acknowledgement gains nothing by it. But the whole node
/// waits for a sync on its reactor, so one slow sync moves all commits to the thread until many in
/// a row were quick.
///
/// Runs on: whichever thread runs the commits; one at a time.
final class SyncPace {

  /// Up to this a commit is small: the device takes it as quickly as a single block.
  static final long SMALL_BYTES = 64 * 1024;

  /// A sync that takes longer than this is slow.
  static final long SLOW_NS = 5_000_000;

  /// After a slow sync, and at first, so many quick ones must have followed one another.
  static final int QUICK_IN_A_ROW = 128;

  private volatile int quickInARow;

  boolean staysOnReactor(long bytes) {
    return bytes <= SMALL_BYTES && quickInARow >= QUICK_IN_A_ROW;
  }

  void took(long ns) {
    int quick = quickInARow;
    if (ns > SLOW_NS) {
      quickInARow = 0;
    } else if (quick < QUICK_IN_A_ROW) {
      quickInARow = quick + 1;
    }
  }
}
