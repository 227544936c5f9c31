package io.headrace.broker.life;

import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.Verdict;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Timers;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Leads a broker through its life in the cluster (KIP-631).
///
/// ```
///  start ──> REGISTERING ──epoch──> FENCED ──caught up──> SERVING ──leave──> LEAVING ──> GONE
///               ^                      |                     |                  |
///               +────stale epoch───────+─────────────────────+                  +─ may go, or time
/// ```
///
/// It gives a sign of life every second, and at once when it has news: when it has caught up with
/// its registration, when there is another controller, when it wants to leave. One request is under
/// way at a time.
///
/// Runs on: the reactor.
public final class BrokerLife {
  private static final long NS_PER_MS = 1_000_000;
  private static final long HEARTBEAT_NS = 1_000 * NS_PER_MS;
  private static final long LEAVING_NS = 50 * NS_PER_MS;
  private static final long RETRY_NS = 100 * NS_PER_MS;

  /// What a broker is by what it was told last.
  public enum State {
    REGISTERING,
    FENCED,
    SERVING,
    LEAVING,
    GONE
  }

  private final Applicant applicant;
  private final ControllerChannel channel;
  private final Clock clock;
  private final Timers timers;
  private final LongSupplier metadataOffset;
  private final LifeEvents events;
  private final BrokerTenure tenure;

  private State state = State.REGISTERING;
  private long epoch = -1;
  private boolean leaving;
  private boolean asking;
  private boolean news;
  private boolean cutOff;
  private long lastHeardNs;
  private long askedNs;
  private Timers.@Nullable Timer next;
  private Timers.@Nullable Timer leaveDeadline;

  /// @param metadataOffset how far this node knows the metadata
  public BrokerLife(
      Applicant applicant,
      ControllerChannel channel,
      Clock clock,
      Timers timers,
      LongSupplier metadataOffset,
      LifeEvents events,
      BrokerTenure tenure) {
    this.applicant = applicant;
    this.channel = channel;
    this.clock = clock;
    this.timers = timers;
    this.metadataOffset = metadataOffset;
    this.events = events;
    this.tenure = tenure;
  }

  public void start() {
    lastHeardNs = clock.nowNs();
    ask();
  }

  public State state() {
    return state;
  }

  /// Of its registration; −1 before the first.
  public long epoch() {
    return epoch;
  }

  /// Something changed that the controller should hear of now: another controller, or metadata that
  /// this broker was waiting for.
  public void onNews() {
    if (asking) {
      news = true;
    } else if (state != State.GONE && next != null) {
      ask();
    }
  }

  /// This node is not the controller any more.
  public void onControlLost() {
    tenure.onControlLost();
  }

  /// A new image is published; costs nothing unless this broker waits for it.
  public void onImage(long offset) {
    if (state == State.FENCED && offset >= epoch) {
      onNews();
    }
  }

  /// Asks to be let go, once others lead what this broker leads. It goes, too, when no controller
  /// was heard for the length of a session: whoever is there has taken it for gone by then, and
  /// where all nodes stop at once, the last ones would wait for a controller that cannot come.
  ///
  /// @param timeoutNs after which it goes in any case
  public void leave(long timeoutNs) {
    if (leaving || state == State.GONE) {
      return;
    }
    leaving = true;
    if (state == State.REGISTERING) {
      gone();
      return;
    }
    leaveDeadline = timers.after(timeoutNs, this::gone);
    onNews();
  }

  /// Ends without a word.
  public void close() {
    state = State.GONE;
    cancelTimers();
  }

  private void gone() {
    if (state != State.GONE) {
      close();
      events.onMayGo();
    }
  }

  private void ask() {
    cancelNext();
    asking = true;
    news = false;
    askedNs = clock.nowNs();
    if (state == State.REGISTERING) {
      channel.register(applicant, this::onRegistration);
    } else {
      Wish wish = leaving ? Wish.SHUT_DOWN : Wish.SERVE;
      channel.heartbeat(
          new Heartbeat(applicant.brokerId(), epoch, metadataOffset.getAsLong(), wish),
          this::onHeartbeat);
    }
  }

  private void onRegistration(Outcome<Long> outcome) {
    asking = false;
    if (state == State.GONE) {
      return;
    }
    switch (outcome) {
      case Outcome.Done<Long>(Long given) -> {
        heard();
        epoch = given;
        state = State.FENCED;
        ask();
      }
      case Outcome.Refused<Long>(Refusal refusal) -> onRegistrationRefused(refusal);
    }
  }

  private void onRegistrationRefused(Refusal refusal) {
    switch (refusal.error()) {
      case INCONSISTENT_CLUSTER_ID,
          INVALID_REGISTRATION,
          UNSUPPORTED_VERSION,
          KAFKA_STORAGE_ERROR -> {
        close();
        events.onRejected(refusal);
      }
      default -> askAfter(RETRY_NS);
    }
  }

  private void onHeartbeat(Outcome<Heartbeat.Answer> outcome) {
    asking = false;
    if (state == State.GONE) {
      return;
    }
    switch (outcome) {
      case Outcome.Done<Heartbeat.Answer>(Heartbeat.Answer answer) -> {
        heard();
        onVerdict(answer.verdict());
      }
      case Outcome.Refused<Heartbeat.Answer>(Refusal refusal) -> onHeartbeatRefused(refusal);
    }
  }

  private void onVerdict(Verdict verdict) {
    switch (verdict) {
      case SERVING -> {
        tenure.onAnswered(askedNs);
        become(State.SERVING);
        askAfter(leaving ? LEAVING_NS : HEARTBEAT_NS);
      }
      case FENCED -> {
        tenure.end();
        become(State.FENCED);
        askAfter(RETRY_NS);
      }
      case LEAVING -> {
        tenure.onAnswered(askedNs);
        become(State.LEAVING);
        askAfter(LEAVING_NS);
      }
      case MAY_GO -> gone();
    }
  }

  private void become(State now) {
    State before = state;
    state = now;
    if (now == State.SERVING && before != State.SERVING) {
      events.onServing();
    } else if (now == State.FENCED && before != State.FENCED) {
      events.onFenced();
    }
  }

  private void onHeartbeatRefused(Refusal refusal) {
    switch (refusal.error()) {
      case STALE_BROKER_EPOCH, BROKER_ID_NOT_REGISTERED -> {
        heard();
        tenure.end();
        become(State.FENCED);
        if (leaving) {
          gone();
        } else {
          state = State.REGISTERING;
          ask();
        }
      }
      default -> {
        if (!cutOff && clock.nowNs() - lastHeardNs >= tenure.sessionNs()) {
          cutOff = true;
          events.onCutOff();
        }
        if (cutOff && leaving) {
          gone();
        }
        askAfter(RETRY_NS);
      }
    }
  }

  private void heard() {
    lastHeardNs = clock.nowNs();
    if (cutOff) {
      cutOff = false;
      events.onHeardAgain();
    }
  }

  private void askAfter(long delayNs) {
    if (state != State.GONE) {
      next = timers.after(news ? 0 : delayNs, this::ask);
    }
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  private void cancelTimers() {
    cancelNext();
    if (leaveDeadline != null) {
      leaveDeadline.cancel();
    }
  }
}
