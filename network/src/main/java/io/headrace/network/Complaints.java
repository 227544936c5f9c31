package io.headrace.network;

import io.headrace.runtime.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// Log lines about clients, few enough for a disk: of each kind one in ten seconds, with a count of
/// those that were left out.
///
/// Runs on: the reactor.
final class Complaints {

  enum Kind {
    WRONG_PROTOCOL,
    BAD_LENGTH,
    TOO_SLOW,
    TOO_MANY_CONNECTIONS,
    MEMORY_SPENT,
    REFUSED_REQUEST,
    BROKEN
  }

  private static final long INTERVAL_NS = 10_000_000_000L;

  private static final class Recent {
    long saidNs;
    int leftOut;
  }

  private final Clock clock;
  private final Consumer<String> log;
  private final Map<Kind, Recent> recent = new EnumMap<>(Kind.class);

  Complaints(Clock clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  void say(Kind kind, Connection about, String what) {
    long nowNs = clock.nowNs();
    Recent last = recent.get(kind);
    if (last != null && nowNs - last.saidNs < INTERVAL_NS) {
      last.leftOut++;
      return;
    }
    int leftOut = last == null ? 0 : last.leftOut;
    Recent next = new Recent();
    next.saidNs = nowNs;
    recent.put(kind, next);
    log.accept(
        "closed client="
            + about.address().getHostAddress()
            + " listener="
            + about.listener()
            + ": "
            + what
            + (leftOut == 0 ? "" : " (and " + leftOut + " more like it)"));
  }
}
