package io.headrace.cli.produce;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.produce.Outbox.Patience;
import io.headrace.cli.wire.Connection;
import io.headrace.cli.wire.Refusals;
import io.headrace.cli.wire.TopicLeaders;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ProduceResponseData;
import org.jspecify.annotations.Nullable;

/// Sends batches ahead of their acknowledgements, and everything again when one of them fails.
///
/// ```
///  sending ──answer is an error, or none comes──► draining: nothing more goes out,
///     ▲                                           all other answers are awaited
///     └──── unacknowledged batches go back to the front, in their old order ────┘
/// ```
///
/// What was stored although its answer got lost is known to the leader by its sequence numbers, of
/// which it remembers as many batches as may be under way here. Without sequence numbers only one
/// request is under way, so that order holds. Runs on: a thread of its own.
final class Sender implements Runnable {

  /// A leader remembers the last five batches of a producer.
  static final int MAX_IN_FLIGHT = 5;

  private final Outbox outbox;
  private final TopicLeaders leaders;
  private final Terms terms;
  private final ProduceMessages messages;
  private final Deque<Request> inFlight = new ArrayDeque<>();

  /// What has to be sent again; empty while all is well.
  private final List<Batch> unacknowledged = new ArrayList<>();

  private final Trouble trouble = new Trouble();

  /// What was asked for.
  ///
  /// @param bootstrap the cluster, as the user called it
  /// @param acks -1 for all
  /// @param deliveryTimeoutMs how long a batch may be tried
  record Terms(
      String bootstrap,
      short acks,
      int maxInFlight,
      int requestTimeoutMs,
      long deliveryTimeoutMs) {}

  private record Request(Connection connection, short version, List<Batch> batches) {}

  Sender(Outbox outbox, TopicLeaders leaders, Terms terms) {
    this.outbox = outbox;
    this.leaders = leaders;
    this.terms = terms;
    this.messages = new ProduceMessages(leaders.topic(), terms.acks(), terms.requestTimeoutMs());
  }

  @Override
  public void run() {
    try {
      while (step()) {
        if (!unacknowledged.isEmpty()) {
          beginAgain();
        }
      }
    } catch (Failure failure) {
      giveUp(failure);
    } catch (RuntimeException e) {
      giveUp(
          new Failure(
              Exit.FAILED,
              "cannot " + what(),
              "this should not have happened: " + e,
              "the same command with --verbose, and tell us what it shows",
              e));
    } finally {
      leaders.close();
    }
  }

  /// Sends what may go out and waits for one answer; false when there is nothing more to do.
  private boolean step() {
    while (inFlight.size() < terms.maxInFlight() && unacknowledged.isEmpty()) {
      List<Batch> parcel = outbox.take(inFlight.isEmpty() ? Patience.WAIT : Patience.NONE);
      if (parcel.isEmpty()) {
        break;
      }
      dispatch(parcel);
    }
    if (inFlight.isEmpty()) {
      return !unacknowledged.isEmpty() || outbox.hasWaiting();
    }
    do {
      receive(inFlight.removeFirst());
    } while (!unacknowledged.isEmpty() && !inFlight.isEmpty());
    return true;
  }

  private void dispatch(List<Batch> parcel) {
    Map<Connection, List<Batch>> byLeader = new LinkedHashMap<>();
    for (Batch batch : parcel) {
      try {
        Connection leader = leaders.connection(batch.partition());
        byLeader.computeIfAbsent(leader, _ -> new ArrayList<>()).add(batch);
      } catch (IOException e) {
        fail(batch, e);
      }
    }
    byLeader.forEach(this::send);
  }

  private void send(Connection leader, List<Batch> batches) {
    try {
      short version =
          leader.version(
              ApiKey.PRODUCE, ProduceMessages.OLDEST_VERSION, ProduceMessages.NEWEST_VERSION);
      leader.send(ApiKey.PRODUCE, version, messages.request(batches));
      if (terms.acks() == 0) {
        batches.forEach(outbox::onAcknowledged);
      } else {
        inFlight.add(new Request(leader, version, batches));
      }
    } catch (IOException e) {
      leaders.forget(leader);
      batches.forEach(batch -> fail(batch, e));
    }
  }

  private void receive(Request request) {
    try {
      ProduceResponseData answer =
          request
              .connection()
              .receive(ApiKey.PRODUCE, request.version(), new ProduceResponseData());
      for (var topic : answer.responses()) {
        for (var partition : topic.partitionResponses()) {
          judge(
              find(request, partition.index()),
              ErrorCode.ofCode(partition.errorCode()),
              partition.errorMessage());
        }
      }
    } catch (IOException e) {
      leaders.forget(request.connection());
      request.batches().forEach(batch -> fail(batch, e));
    }
  }

  private static Batch find(Request request, int partition) throws IOException {
    for (Batch batch : request.batches()) {
      if (batch.partition() == partition) {
        return batch;
      }
    }
    throw new IOException("an answer about partition " + partition + ", which nobody asked about");
  }

  private void judge(Batch batch, ErrorCode error, @Nullable String said) {
    boolean tooLarge =
        error == ErrorCode.MESSAGE_TOO_LARGE || error == ErrorCode.RECORD_LIST_TOO_LARGE;
    if (error == ErrorCode.NONE || error == ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
      outbox.onAcknowledged(batch);
      trouble.onAcknowledged(batch.partition());
    } else if (tooLarge && batch.recordCount() > 1) {
      unacknowledged.addAll(batch.split());
      outbox.onSplit();
    } else {
      boolean follows =
          error == ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && hasFailed(batch.partition());
      unacknowledged.add(batch);
      if (!follows) {
        trouble.onFailed(
            batch.partition(),
            error.isRetriable() ? Trouble.Hope.SOME : Trouble.Hope.NONE,
            Refusals.of(error, said, what(), terms.bootstrap()));
      }
    }
  }

  private boolean hasFailed(int partition) {
    return unacknowledged.stream().anyMatch(batch -> batch.partition() == partition);
  }

  private void fail(Batch batch, IOException cause) {
    unacknowledged.add(batch);
    trouble.onFailed(
        batch.partition(), Trouble.Hope.SOME, Refusals.lost(cause, what(), terms.bootstrap()));
  }

  /// Everything is back, in whatever way: another try, unless it is hopeless.
  private void beginAgain() {
    unacknowledged.sort(Comparator.comparingLong(Batch::firstRecord));
    trouble.requireHope(terms.deliveryTimeoutMs());
    outbox.putBack(unacknowledged);
    unacknowledged.clear();
    trouble.pause();
    try {
      leaders.refresh();
    } catch (IOException | Failure e) {
      // The batches will fail as well, and their time is counted.
      return;
    }
  }

  private String what() {
    return "write to topic " + leaders.topic();
  }

  private void giveUp(Failure failure) {
    for (Request request : inFlight) {
      unacknowledged.addAll(request.batches());
    }
    outbox.putBack(unacknowledged);
    outbox.fail(failure);
  }
}
