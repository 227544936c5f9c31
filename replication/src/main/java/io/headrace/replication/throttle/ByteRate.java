package io.headrace.replication.throttle;

import io.headrace.runtime.Clock;

/// Lets so many bytes pass in a second, on average. What passes at once may be more than there is
/// room for; then nothing does until that is made up for.
///
/// Runs on: the reactor.
final class ByteRate {

  static final long UNLIMITED = Long.MAX_VALUE;

  /// What was not used for longer than this is forfeit.
  private static final double BURST_SECONDS = 0.5;

  private static final double NS_PER_SECOND = 1e9;

  private final Clock clock;
  private long bytesPerSecond = UNLIMITED;
  private double roomBytes;
  private long filledNs;

  ByteRate(Clock clock) {
    this.clock = clock;
  }

  /// @param rate in bytes per second; [#UNLIMITED] for no limit
  void limitTo(long rate) {
    if (rate != bytesPerSecond) {
      bytesPerSecond = rate;
      roomBytes = rate * BURST_SECONDS;
      filledNs = clock.nowNs();
    }
  }

  /// Whether nothing may pass now.
  boolean isSpent() {
    if (bytesPerSecond == UNLIMITED) {
      return false;
    }
    long nowNs = clock.nowNs();
    double earned = (nowNs - filledNs) / NS_PER_SECOND * bytesPerSecond;
    roomBytes = Math.min(bytesPerSecond * BURST_SECONDS, roomBytes + earned);
    filledNs = nowNs;
    return roomBytes <= 0;
  }

  /// So much has passed.
  void take(int bytes) {
    roomBytes -= bytes;
  }
}
