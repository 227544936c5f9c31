package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Producing;
import io.headrace.simulator.client.Producing.Sequenced;
import io.headrace.simulator.client.SimulatedClient;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// A producer that sends to one partition, one batch at a time. An idempotent one sends a batch
/// again until it is acknowledged, and now and then something that must be refused or must change
/// nothing; another producer gives up when it does not know.
final class ProducerClient {
  private static final int PROBE_ONE_IN = 12;

  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final Producing producing;
  private final PartitionHistory history;
  private final LogRules rules;
  private final RecordSource source;
  private final Retry retry;

  private long producerId;
  private int nextSequence;
  private List<Payload> batch = List.of();
  private PartitionHistory.@Nullable Acknowledged last;
  private boolean stopped;

  ProducerClient(
      Stage stage, PartitionHistory history, LogRules rules, RecordSource source, Retry retry) {
    this.client = stage.client();
    this.random = client.random();
    this.producing = new Producing(client, history.target());
    this.history = history;
    this.rules = rules;
    this.source = source;
    this.retry = retry;
  }

  void start() {
    if (retry == Retry.IDEMPOTENT) {
      init();
    } else {
      next();
    }
  }

  /// No new batch after the one under way.
  void stop() {
    stopped = true;
  }

  /// Whether everything begun has an outcome.
  boolean idle() {
    return stopped && batch.isEmpty();
  }

  private void init() {
    if (stopped) {
      return;
    }
    producing.init(id -> {
      if (id < 0) {
        client.soon(this::init);
      } else {
        producerId = id;
        next();
      }
    });
  }

  private void next() {
    batch = List.of();
    if (stopped) {
      return;
    }
    if (last != null && retry == Retry.IDEMPOTENT && random.oneIn(PROBE_ONE_IN)) {
      probe(last);
      return;
    }
    batch = source.next();
    rules.sent(batch);
    send();
  }

  private void send() {
    short acks = retry != Retry.NEVER || random.oneIn(3) ? (short) -1 : (short) random.nextInt(2);
    List<Payload> sent = batch;
    producing.send(sent, sequenced(0), acks, answer -> onAnswer(acks, sent, answer));
    if (acks == 0) {
      client.soon(this::next);
    }
  }

  private @Nullable Sequenced sequenced(int ahead) {
    return retry == Retry.IDEMPOTENT
        ? new Sequenced(producerId, (short) 0, nextSequence + ahead)
        : null;
  }

  private void onAnswer(short acks, List<Payload> sent, Producing.@Nullable Answer answer) {
    if (acks == 0 || sent != batch) {
      return;
    }
    if (answer == null) {
      unknown();
      return;
    }
    switch (answer.error()) {
      case NONE -> {
        last = new PartitionHistory.Acknowledged(answer.baseOffset(), sent);
        history.acknowledged(last);
        rules.acknowledged(answer.baseOffset(), sent);
        nextSequence += sent.size();
        client.soon(this::next);
      }
      case OUT_OF_ORDER_SEQUENCE_NUMBER,
          UNKNOWN_PRODUCER_ID,
          INVALID_PRODUCER_EPOCH,
          DUPLICATE_SEQUENCE_NUMBER,
          INVALID_RECORD,
          INVALID_TIMESTAMP,
          CORRUPT_MESSAGE,
          UNKNOWN_SERVER_ERROR ->
          throw wrong("sequence " + nextSequence, answer.error());
      default -> unknown();
    }
  }

  private void unknown() {
    client.soon(retry == Retry.NEVER ? this::next : this::send);
  }

  /// Promise 3: what was stored is not stored twice, and what does not follow is refused.
  private void probe(PartitionHistory.Acknowledged stored) {
    if (random.oneIn(2)) {
      sendAgain(stored);
    } else {
      sendAhead(1 + random.nextInt(5));
    }
  }

  private void sendAgain(PartitionHistory.Acknowledged stored) {
    producing.send(
        stored.records(),
        sequenced(-stored.records().size()),
        (short) -1,
        answer -> {
          if (answer != null
              && answer.error() == Errors.NONE
              && answer.baseOffset() != stored.baseOffset()) {
            throw wrong("again what is at " + stored.baseOffset(), answer);
          }
          client.soon(this::next);
        });
  }

  private void sendAhead(int gap) {
    producing.send(
        List.of(Numbered.toBeRefused()),
        sequenced(gap),
        (short) -1,
        answer -> {
          if (answer != null && answer.error() == Errors.NONE) {
            throw wrong("a sequence " + gap + " ahead of " + nextSequence, answer);
          }
          client.soon(this::next);
        });
  }

  private InvariantViolation wrong(String what, Object answer) {
    return new InvariantViolation(
        "producer " + producerId + " sent " + what + " to " + history.target() + ": " + answer);
  }
}
