package io.headrace.coordinator;

import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.runtime.Clock;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one coordinator on top of its log.
///
/// ```
/// Loading --all replayed--> Active --leadership ends--> Closed
///    |                                                   ^
///    +--unreadable--> Broken ---------------------------+
/// ```
///
/// A decision's records are in the state at once, so that the next decision builds on them, but
/// whatever rests on them stays inside until they are committed: also the answer of a decision
/// without records waits for those that came before it. If the log rejects records, they are taken
/// back, newest first, and everyone who waited is refused: nobody has seen what did not last. If
/// the log only cannot say when it will commit, everyone who waits is refused too, but the records
/// are in the log and so they stay in the state: it must be what the next one to load it will have.
///
/// Runs on: the reactor.
public final class LoggedMachine<R> {

  /// How much one record batch may inflate; ours are not compressed.
  private static final int MAX_INFLATED_BYTES = 64 << 20;

  private enum Phase {
    LOADING,
    ACTIVE,
    BROKEN,
    CLOSED
  }

  /// Hears that the log cannot be read: there will be no state until it is opened anew.
  @FunctionalInterface
  public interface Unreadable {
    void onUnreadable(String cause);
  }

  private final StateLog log;
  private final StateMachine<R> machine;
  private final RecordCodec<R> codec;
  private final Clock clock;
  private final Unreadable unreadable;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Phase phase = Phase.LOADING;

  public LoggedMachine(
      StateLog log,
      StateMachine<R> machine,
      RecordCodec<R> codec,
      Clock clock,
      Unreadable unreadable) {
    this.log = log;
    this.machine = machine;
    this.codec = codec;
    this.clock = clock;
    this.unreadable = unreadable;
  }

  /// Replays the log into the machine. Called once.
  public void load() {
    log.load(new Replaying());
  }

  public boolean isActive() {
    return phase == Phase.ACTIVE;
  }

  /// What to tell callers while not active.
  public ErrorCode refusal() {
    return switch (phase) {
      case LOADING -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      case BROKEN -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case ACTIVE, CLOSED -> ErrorCode.NOT_COORDINATOR;
    };
  }

  /// Makes a decision and sees it through.
  public void decide(Decision<R> decision) {
    if (phase != Phase.ACTIVE) {
      throw new IllegalStateException("a decision while " + phase);
    }
    var out = new Outbox<R>();
    decision.decide(out);
    if (out.hasRecords()) {
      append(out);
    } else if (pending.isEmpty()) {
      out.send();
    } else {
      pending.getLast().adopt(out);
    }
  }

  /// Lets go of the log; everyone who still waits is refused.
  public void close() {
    phase = Phase.CLOSED;
    while (!pending.isEmpty()) {
      Pending next = pending.removeFirst();
      next.isDropped = true;
      next.out.refuseAll(ErrorCode.NOT_COORDINATOR);
    }
  }

  private void append(Outbox<R> out) {
    long nowMs = clock.wallMs();
    BatchBuilder batch = BatchBuilder.plain();
    List<R> records = out.records();
    List<R> inverses = new ArrayList<>(records.size());
    for (R record : records) {
      inverses.add(machine.inverseOf(record));
      machine.replay(record);
      batch.append(nowMs, codec.key(record), codec.value(record));
    }
    var next = new Pending(out, inverses);
    pending.addLast(next);
    log.append(batch.build(), next);
  }

  private void takeBack(Pending first, ErrorCode error) {
    List<Pending> lost = new ArrayList<>();
    while (lost.isEmpty() || lost.getLast() != first) {
      lost.add(pending.removeLast());
    }
    for (Pending each : lost) {
      each.isDropped = true;
      each.inverses.reversed().forEach(machine::replay);
    }
    for (Pending each : lost) {
      each.inverses.reversed().forEach(machine::onTakenBack);
    }
    for (Pending each : lost.reversed()) {
      each.out.refuseAll(error);
    }
  }

  /// What clients are told when the log says no: the errors of a produce request mean nothing to
  /// them here.
  private static ErrorCode toClient(ErrorCode error) {
    return switch (error) {
      case UNKNOWN_TOPIC_OR_PARTITION,
          NOT_ENOUGH_REPLICAS,
          NOT_ENOUGH_REPLICAS_AFTER_APPEND,
          REQUEST_TIMED_OUT ->
          ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case NOT_LEADER_OR_FOLLOWER -> ErrorCode.NOT_COORDINATOR;
      case KAFKA_STORAGE_ERROR -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
      default -> error;
    };
  }

  /// One appended batch and what waits for it.
  private final class Pending implements StateLog.Appended {
    private final Outbox<R> out;
    private final List<R> inverses;
    private boolean isDropped;
    private @Nullable ErrorCode delay;

    Pending(Outbox<R> out, List<R> inverses) {
      this.out = out;
      this.inverses = inverses;
    }

    void adopt(Outbox<R> later) {
      if (delay == null) {
        out.adopt(later);
      } else {
        later.refuseAll(delay);
      }
    }

    @Override
    public void onDelayed(ErrorCode why) {
      if (!isDropped) {
        delay = toClient(why);
        out.refuseAll(delay);
      }
    }

    @Override
    public void onCommitted() {
      if (isDropped) {
        return;
      }
      if (pending.peekFirst() != this) {
        throw new IllegalStateException("committed out of order: " + pending.size() + " pending");
      }
      pending.removeFirst();
      out.send();
    }

    @Override
    public void onRejected(ErrorCode error) {
      if (!isDropped) {
        takeBack(this, toClient(error));
      }
    }
  }

  private final class Replaying implements StateLog.Loading {

    @Override
    public void onBatches(ByteBuffer batches) {
      int at = batches.position();
      try {
        while (phase == Phase.LOADING && at < batches.limit()) {
          RecordBatch batch = RecordBatch.at(batches, at);
          at += batch.sizeInBytes();
          if (!batch.isControl()) {
            replay(batch);
          }
        }
      } catch (DamagedBatchException | IllegalArgumentException e) {
        // Half a state is worse than none: whoever asks is told to come back.
        breakDown(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void onLoaded() {
      if (phase == Phase.LOADING) {
        phase = Phase.ACTIVE;
        machine.onLoaded();
      }
    }

    @Override
    public void onFailed(ErrorCode error) {
      if (phase == Phase.LOADING) {
        breakDown(error.toString());
      }
    }

    private void breakDown(String cause) {
      phase = Phase.BROKEN;
      unreadable.onUnreadable(cause);
    }

    private void replay(RecordBatch batch) throws DamagedBatchException {
      try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
        while (cursor.next()) {
          ByteBuffer key = cursor.key();
          R record = key == null ? null : codec.read(key, cursor.value());
          if (record != null) {
            machine.replay(record);
          }
        }
      }
    }
  }
}
