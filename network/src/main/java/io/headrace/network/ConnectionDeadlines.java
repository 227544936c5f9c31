package io.headrace.network;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How long one connection may keep the node waiting, and since when it does (promise 6).
///
/// Runs on: the reactor.
final class ConnectionDeadlines {

  /// A frame may take a second longer for each piece of this size that has arrived.
  private static final long BYTES_PER_SECOND_OF_GRACE = 256 << 10;

  private final Serving serving;
  private final long connectedNs;
  private long lastActiveNs;
  private long frameStartedNs;
  private boolean frameUnderWay;
  private long unsentBytes;

  ConnectionDeadlines(Serving serving) {
    this.serving = serving;
    this.connectedNs = serving.nowNs();
    this.lastActiveNs = connectedNs;
  }

  void onRead() {
    lastActiveNs = serving.nowNs();
  }

  /// All complete frames are delivered, one or more of them since the last call.
  void onDelivered(boolean partOfNextIsHere) {
    frameUnderWay = partOfNextIsHere;
    if (partOfNextIsHere) {
      frameStartedNs = serving.nowNs();
    }
  }

  /// No frame was delivered since the last call.
  void onNothingDelivered(boolean partOfNextIsHere) {
    if (partOfNextIsHere && !frameUnderWay) {
      frameStartedNs = serving.nowNs();
    }
    frameUnderWay = partOfNextIsHere;
  }

  /// Why the connection is too slow by now; null if it is not.
  ///
  /// @param proven whether it has ever brought a whole request
  /// @param unreadBytes of the request that is not complete yet
  @Nullable String tooSlow(long nowNs, boolean proven, int unreadBytes) {
    NetworkLimits limits = serving.limits();
    long graceNs = TimeUnit.SECONDS.toNanos(unreadBytes / BYTES_PER_SECOND_OF_GRACE);
    if (!proven && nowNs - connectedNs > ms(limits.firstRequestTimeoutMs()) + graceNs) {
      return "no complete request within " + limits.firstRequestTimeoutMs() + " ms of connecting";
    }
    if (frameUnderWay && nowNs - frameStartedNs > ms(limits.requestTimeoutMs()) + graceNs) {
      return "a request was not complete after " + limits.requestTimeoutMs() + " ms";
    }
    return null;
  }

  /// Whether nothing has happened for too long. A connection is active while it sends, takes its
  /// answers, or waits for one.
  ///
  /// @param nowUnsentBytes answers on their way to the client
  boolean isIdle(long nowNs, long nowUnsentBytes, boolean waitsForAnswer) {
    if (nowUnsentBytes != unsentBytes || (nowUnsentBytes == 0 && waitsForAnswer)) {
      unsentBytes = nowUnsentBytes;
      lastActiveNs = nowNs;
    }
    return nowNs - lastActiveNs > ms(serving.limits().maxIdleMs());
  }

  private static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
