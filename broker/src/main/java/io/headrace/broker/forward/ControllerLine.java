package io.headrace.broker.forward;

import io.headrace.broker.config.Quorum.Address;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.PeerMessages;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Peers;
import io.headrace.runtime.Peers.Peer;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/// A line to whichever node is the active controller now.
///
/// A request for which there is no controller, or whose connection breaks, or that reached a node
/// which is the controller no more, is sent again until its time is up: as in Kafka, it may then
/// have been carried out twice.
///
/// Runs on: the reactor.
public final class ControllerLine {

  private static final long PAUSE_NS = 50_000_000;

  private final Peers peers;
  private final Clock clock;
  private final Timers timers;
  private final Supplier<@Nullable Address> whereabouts;
  private @Nullable Address address;
  private @Nullable Peer line;

  /// @param whereabouts where the active controller listens; null while nobody is known to be it
  public ControllerLine(
      Peers peers, Clock clock, Timers timers, Supplier<@Nullable Address> whereabouts) {
    this.peers = peers;
    this.clock = clock;
    this.timers = timers;
    this.whereabouts = whereabouts;
  }

  /// Takes what the controller said, or hears that nobody answered in time.
  public interface Answered {

    /// @param frame header and body, valid until the end of the turn
    /// @return whether that was an answer; if not, because the node that gave it is no controller,
    ///   the request is sent again
    boolean onAnswer(ByteBuffer frame);

    void onTimeout(String why);
  }

  /// A request by one of Kafka's messages.
  ///
  /// @param into an empty message that the answer is read into
  public record Question<A extends ApiMessage>(
      ApiKey apiKey, short version, ApiMessage request, A into) {}

  /// Asks the controller. Without an answer in time it is refused, and may have been carried out.
  ///
  /// @param reading what an answer means; null if the node that gave it is not the controller
  public <A extends ApiMessage, R> void ask(
      Question<A> question,
      long timeoutNs,
      Function<A, @Nullable Outcome<R>> reading,
      Consumer<Outcome<R>> reply) {
    ask(
        PeerMessages.encode(question.apiKey(), question.version(), 0, question.request()),
        timeoutNs,
        new Answered() {
          @Override
          public boolean onAnswer(ByteBuffer frame) {
            Outcome<R> outcome =
                switch (PeerMessages.decode(
                    question.apiKey(), question.version(), frame, question.into())) {
                  case Decoding.Decoded<A>(var answer) -> reading.apply(answer);
                  case Decoding.Malformed<A> _ -> null; // from no node that we know
                };
            if (outcome != null) {
              reply.accept(outcome);
            }
            return outcome != null;
          }

          @Override
          public void onTimeout(String why) {
            reply.accept(new Outcome.Refused<>(Refusal.timedOut()));
          }
        });
  }

  /// Asks the controller.
  ///
  /// @param frame header and body; not changed any more
  /// @param timeoutNs after which it is given up
  public void ask(ByteBuffer frame, long timeoutNs, Answered answered) {
    new Asking(frame, clock.nowNs() + timeoutNs, answered).send();
  }

  /// There is another controller: what was asked of the one before is asked of it, rather than
  /// waiting for an answer that may never come.
  public void onController() {
    Address now = whereabouts.get();
    if (line != null && now != null && !now.equals(address)) {
      line.close();
      line = null;
    }
  }

  public void close() {
    if (line != null) {
      line.close();
    }
  }

  private @Nullable Peer line() {
    Address now = whereabouts.get();
    if (now == null) {
      return null;
    }
    Peer open = line;
    if (open == null || !now.equals(address)) {
      if (open != null) {
        open.close();
      }
      open = peers.at(now.host(), now.port());
      address = now;
      line = open;
    }
    return open;
  }

  private final class Asking implements Peers.Answer {

    private final ByteBuffer frame;
    private final long deadlineNs;
    private final Answered answered;

    Asking(ByteBuffer frame, long deadlineNs, Answered answered) {
      this.frame = frame;
      this.deadlineNs = deadlineNs;
      this.answered = answered;
    }

    void send() {
      Peer to = line();
      if (to == null) {
        again("no controller is known");
      } else {
        to.send(frame.duplicate(), Math.max(1, deadlineNs - clock.nowNs()), this);
      }
    }

    private void again(String why) {
      if (clock.nowNs() + PAUSE_NS >= deadlineNs) {
        answered.onTimeout(why);
      } else {
        timers.after(PAUSE_NS, this::send);
      }
    }

    @Override
    public void onAnswer(ByteBuffer answer) {
      if (!answered.onAnswer(answer)) {
        again("the node that was asked is not the controller");
      }
    }

    @Override
    public void onLost(IOException cause) {
      again(String.valueOf(cause.getMessage()));
    }
  }
}
