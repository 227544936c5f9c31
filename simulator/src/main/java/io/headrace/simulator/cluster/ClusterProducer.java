package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Producing;
import io.headrace.simulator.client.Producing.Sequenced;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.workload.Numbered;
import io.headrace.simulator.workload.PartitionHistory;
import io.headrace.simulator.workload.PartitionHistory.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// An idempotent producer with `acks=all` that does as Kafka's client: sends some batches, one
/// after the other, to whom it takes for the leader; those that fail it sends again, each when the
/// one before it is acknowledged. Now and then it sends one twice at once.
final class ClusterProducer {
  private static final short ACKS_ALL = -1;
  private static final int MAX_RECORDS = 5;
  private static final int MAX_FILLER = 200;
  private static final int TWICE_ONE_IN = 10;

  /// `max.in.flight.requests.per.connection`; brokers know as many batches of a producer.
  private static final int MAX_IN_FLIGHT = 5;

  private static final class Batch {
    final int sequence;
    final List<Payload> records;
    boolean underWay;

    Batch(int sequence, List<Payload> records) {
      this.sequence = sequence;
      this.records = records;
    }
  }

  private final ClusterClient client;
  private final Target target;
  private final PartitionHistory history;
  private final Numbered numbers;
  private final Keys keys;
  private final Acknowledging acknowledging;

  /// Not acknowledged yet, by sequence number.
  private final List<Batch> inFlight = new ArrayList<>();

  private int leader = ClusterClient.NOBODY;
  private boolean looksForLeader;
  private boolean failed;
  private long producerId = -1;
  private int nextSequence;
  private int begun;
  private int acknowledged;
  private boolean stopped;

  /// Hears of acknowledgements when they arrive.
  interface Acknowledging {
    void onAcknowledged(Target target, Acknowledged batch);
  }

  /// Draws the keys of records.
  @FunctionalInterface
  interface Keys {
    Keys NONE = _ -> null;

    /// One of so many.
    static Keys fewOf(int count) {
      return random -> "k" + random.nextInt(count);
    }

    @Nullable String next(SimulatedRandom random);
  }

  ClusterProducer(
      ClusterClient client,
      String name,
      PartitionHistory history,
      Keys keys,
      Acknowledging acknowledging) {
    this.client = client;
    this.target = history.target();
    this.history = history;
    this.numbers = new Numbered(name);
    this.keys = keys;
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

  /// No new batches after those under way.
  void stop() {
    stopped = true;
  }

  /// Whether everything begun is acknowledged.
  boolean idle() {
    return inFlight.isEmpty() && (stopped || producerId >= 0);
  }

  /// How many of its batches were sent at least once.
  int begun() {
    return begun;
  }

  /// How many of its batches are acknowledged.
  int acknowledged() {
    return acknowledged;
  }

  private void next() {
    if (stopped) {
      return;
    }
    for (int count = 1 + client.random().nextInt(MAX_IN_FLIGHT); count > 0; count--) {
      List<Payload> records = new ArrayList<>();
      for (int record = client.random().nextInt(MAX_RECORDS); record >= 0; record--) {
        String value = numbers.next(client.random(), MAX_FILLER);
        records.add(new Payload(keys.next(client.random()), value, client.wallMs()));
      }
      inFlight.add(new Batch(nextSequence, List.copyOf(records)));
      nextSequence += records.size();
      begun++;
    }
    failed = false;
    send();
  }

  /// Sends all that wait; after a failure, the first of them alone.
  private void send() {
    if (leader == ClusterClient.NOBODY) {
      findLeader();
      return;
    }
    List<Batch> now = failed && !inFlight.isEmpty() ? inFlight.subList(0, 1) : inFlight;
    for (Batch batch : List.copyOf(now)) {
      if (!batch.underWay) {
        send(batch, client.at(leader));
      }
    }
  }

  private void findLeader() {
    if (looksForLeader) {
      return;
    }
    looksForLeader = true;
    client.findLeader(
        target,
        found -> {
          looksForLeader = false;
          leader = found;
          if (found == ClusterClient.NOBODY) {
            client.soon(this::send);
          } else {
            send();
          }
        });
  }

  private void send(Batch batch, SimulatedClient at) {
    batch.underWay = true;
    var sequenced = new Sequenced(producerId, (short) 0, batch.sequence);
    var producing = new Producing(at, target);
    producing.send(batch.records, sequenced, ACKS_ALL, answer -> onAnswer(batch, answer));
    if (client.random().oneIn(TWICE_ONE_IN)) {
      producing.send(batch.records, sequenced, ACKS_ALL, answer -> onSecondAnswer(batch, answer));
    }
  }

  /// Both requests may be answered, and must be told the same.
  private void onSecondAnswer(Batch batch, Producing.@Nullable Answer answer) {
    if (answer != null && answer.error() == Errors.NONE) {
      take(batch, answer.baseOffset());
    }
  }

  private void onAnswer(Batch batch, Producing.@Nullable Answer answer) {
    batch.underWay = false;
    if (answer == null) {
      again();
      return;
    }
    switch (answer.error()) {
      case NONE -> onAcknowledged(batch, answer.baseOffset());
      case OUT_OF_ORDER_SEQUENCE_NUMBER -> {
        if (batch == inFlight.getFirst()) {
          throw refused(batch, answer);
        }
        again();
      }
      case UNKNOWN_PRODUCER_ID,
          INVALID_PRODUCER_EPOCH,
          DUPLICATE_SEQUENCE_NUMBER,
          INVALID_RECORD,
          INVALID_TIMESTAMP,
          CORRUPT_MESSAGE,
          UNKNOWN_SERVER_ERROR ->
          throw refused(batch, answer);
      default -> again();
    }
  }

  private void onAcknowledged(Batch batch, long baseOffset) {
    take(batch, baseOffset);
    inFlight.remove(batch);
    acknowledged++;
    if (inFlight.isEmpty()) {
      client.later(this::next);
    } else if (failed) {
      send();
    }
  }

  private void take(Batch batch, long baseOffset) {
    var stored = new Acknowledged(baseOffset, batch.records);
    history.acknowledged(stored);
    acknowledging.onAcknowledged(target, stored);
  }

  private InvariantViolation refused(Batch batch, Producing.Answer answer) {
    return new InvariantViolation(
        "producer %d sent sequence %d to %s and was told %s"
            .formatted(producerId, batch.sequence, target, answer.error()));
  }

  private void again() {
    failed = true;
    leader = ClusterClient.NOBODY;
    client.soon(this::send);
  }

  @Override
  public String toString() {
    return "producer %d to %s at %d: %d acknowledged, %d waiting"
        .formatted(producerId, target, leader, acknowledged, inFlight.size());
  }
}
