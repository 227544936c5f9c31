package io.headrace.broker;

import io.headrace.protocol.RequestHeader;
import io.headrace.runtime.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator that a handler threw what it may not, at most once a second: who found such a
/// request can send it as often as they like.
///
/// Runs on: the reactor.
final class Mistakes {

  private static final Logger LOG = LoggerFactory.getLogger(Mistakes.class);
  private static final long PAUSE_NS = 1_000_000_000L;

  private final Clock clock;
  private boolean told;
  private long lastToldNs;
  private long untold;

  Mistakes(Clock clock) {
    this.clock = clock;
  }

  void onMistake(RequestHeader header, RuntimeException mistake) {
    long nowNs = clock.nowNs();
    if (told && nowNs - lastToldNs < PAUSE_NS) {
      untold++;
      return;
    }
    LOG.error(
        "api={} version={} untold={}: a mistake of the broker closed the connection",
        header.apiKey(),
        header.version(),
        untold,
        mistake);
    told = true;
    lastToldNs = nowNs;
    untold = 0;
  }
}
