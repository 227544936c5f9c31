package io.headrace.simulator.cluster;

import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Producing;
import io.headrace.simulator.client.Producing.Sequenced;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.workload.Numbered;
import io.headrace.simulator.workload.PartitionHistory;
import io.headrace.simulator.workload.PartitionHistory.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An idempotent producer with `acks=all`: sends one batch at a time to whom it takes for the
/// leader, again and again until it is acknowledged; now and then twice at once.
final class ClusterProducer {
  private static final short ACKS_ALL = -1;
  private static final int MAX_RECORDS = 5;
  private static final int MAX_FILLER = 200;
  private static final int TWICE_ONE_IN = 10;

  private final ClusterClient client;
  private final Target target;
  private final PartitionHistory history;
  private final Numbered numbers;
  private final Acknowledging acknowledging;
  private int leader = ClusterClient.NOBODY;
  private long producerId = -1;
  private int nextSequence;
  private List<Payload> batch = List.of();
  private int acknowledged;
  private boolean stopped;

  /// Hears of acknowledgements when they arrive.
  interface Acknowledging {
    void onAcknowledged(Target target, Acknowledged batch);
  }

  ClusterProducer(
      ClusterClient client, String name, PartitionHistory history, Acknowledging acknowledging) {
    this.client = client;
    this.target = history.target();
    this.history = history;
    this.numbers = new Numbered(name);
    this.acknowledging = acknowledging;
  }

  void start() {
    if (producerId < 0) {
      new Producing(client.anywhere(), target)
          .init(id -> {
            producerId = id;
            client.soon(this::start);
          });
    } else {
      next();
    }
  }

  /// No new batch after the one under way.
  void stop() {
    stopped = true;
  }

  /// Whether everything begun is acknowledged.
  boolean idle() {
    return batch.isEmpty() && (stopped || producerId >= 0);
  }

  /// How many of its batches are acknowledged.
  int acknowledged() {
    return acknowledged;
  }

  private void next() {
    batch = List.of();
    if (stopped) {
      return;
    }
    List<Payload> records = new ArrayList<>();
    for (int count = 1 + client.random().nextInt(MAX_RECORDS); count > 0; count--) {
      String value = numbers.next(client.random(), MAX_FILLER);
      records.add(new Payload(null, value, client.wallMs()));
    }
    batch = List.copyOf(records);
    send();
  }

  private void send() {
    if (leader == ClusterClient.NOBODY) {
      client.findLeader(
          target,
          found -> {
            leader = found;
            if (found == ClusterClient.NOBODY) {
              client.soon(this::send);
            } else {
              send();
            }
          });
      return;
    }
    List<Payload> sent = batch;
    var sequenced = new Sequenced(producerId, (short) 0, nextSequence);
    var producing = new Producing(client.at(leader), target);
    producing.send(sent, sequenced, ACKS_ALL, answer -> onAnswer(sent, answer));
    if (client.random().oneIn(TWICE_ONE_IN)) {
      producing.send(sent, sequenced, ACKS_ALL, answer -> {});
    }
  }

  private void onAnswer(List<Payload> sent, Producing.@Nullable Answer answer) {
    if (answer == null) {
      again();
      return;
    }
    switch (answer.error()) {
      case NONE -> {
        var stored = new Acknowledged(answer.baseOffset(), sent);
        history.acknowledged(stored);
        acknowledging.onAcknowledged(target, stored);
        nextSequence += sent.size();
        acknowledged++;
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
          throw refused(answer);
      default -> again();
    }
  }

  private InvariantViolation refused(Producing.Answer answer) {
    return new InvariantViolation(
        "producer %d sent sequence %d to %s and was told %s"
            .formatted(producerId, nextSequence, target, answer.error()));
  }

  private void again() {
    leader = ClusterClient.NOBODY;
    client.soon(this::send);
  }

  @Override
  public String toString() {
    return "producer %d to %s at %d: %d acknowledged, %s"
        .formatted(producerId, target, leader, acknowledged, batch.isEmpty() ? "idle" : "waiting");
  }
}
