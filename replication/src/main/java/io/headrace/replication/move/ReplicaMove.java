package io.headrace.replication.move;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.log.LogListener;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One replica on its way to another log directory.
///
/// ```
///  WAITING ──its turn──> COPYING ──all is there──> HOLDING ──> swapped: ENDED
///     ^                     |  ^                      |
///     +---- cannot now -----+  +-- not within time ---+
/// ```
///
/// *Copying*: a piece is read, appended to the copy, and synced there, then the next. *Holding*:
/// for as long as two commits and two syncs of names take, what producers send waits. The log's
/// last appends get durable, the copy gets them and makes them durable too; then, within one turn,
/// the copy becomes the log, on disk and in memory, and the log is deleted. A crash before that
/// leaves the log and a future one, one after it only the copy, and one in between two logs that
/// are the same.
///
/// Runs on: the reactor.
final class ReplicaMove implements LogListener {

  private static final long NS_PER_MS = 1_000_000;
  private static final long RETRY_NS = 1_000 * NS_PER_MS;
  private static final long SHORT_RETRY_NS = 100 * NS_PER_MS;

  /// Producers wait no longer than this; then it is tried again later.
  private static final long MAX_HOLD_NS = 2_000 * NS_PER_MS;

  private enum State {
    WAITING,
    COPYING,
    HOLDING,
    ENDED
  }

  private final LogDirectory from;
  private final LogDirectory to;
  private final PartitionLog source;
  private final ReplicaMoves moves;
  private final PartitionLog copy;
  private final LogCopy copying;
  private State state = State.WAITING;
  private @Nullable MovableReplica held;
  private boolean flushed;
  private boolean waitsForSync;

  /// Late answers to an attempt that was given up mean nothing.
  private long attempt;

  /// It was told what keeps it from going on.
  private boolean isTold;

  ReplicaMove(PartitionLog source, LogDirectory from, LogDirectory to, ReplicaMoves moves) {
    this.source = source;
    this.from = from;
    this.to = to;
    this.moves = moves;
    this.copy = Objects.requireNonNull(to.future(source.id()));
    this.copying = new LogCopy(source, copy, moves.ports().pieceBytes());
    source.stillness().keep();
    copy.listener(this);
  }

  PartitionId id() {
    return source.id();
  }

  PartitionLog source() {
    return source;
  }

  LogDirectory from() {
    return from;
  }

  LogDirectory to() {
    return to;
  }

  /// It is this one's turn.
  void work() {
    if (state == State.WAITING) {
      state = State.COPYING;
      long mine = ++attempt;
      source.stillness().settle(failure -> later(mine, State.COPYING, this::step));
    }
  }

  /// Runs `task` in a turn of its own, if the attempt is still on.
  private void later(long of, State in, Runnable task) {
    moves
        .ports()
        .reactor()
        .execute(() -> {
          if (of == attempt && state == in) {
            task.run();
          }
        });
  }

  private void step() {
    long mine = attempt;
    if (from.offlineCause() != null || to.offlineCause() != null) {
      moves.end(this);
    } else if (copy.syncedEnd() < copy.endOffset()) {
      waitsForSync = true;
    } else if (copying.isMending()) {
      pause(null, SHORT_RETRY_NS);
    } else if (moves.ports().throttle().hasCopiedEnough()) {
      moves.ports().timers().after(SHORT_RETRY_NS, () -> later(mine, State.COPYING, this::step));
    } else if (!copy.lost().ranges().isEmpty()) {
      moves.beginAnew(this);
    } else {
      inTurn(
          State.COPYING,
          () -> {
            try {
              copySome();
            } catch (IOException | OffsetOutOfRange e) {
              pause("cannot be copied: " + e.getMessage(), RETRY_NS);
            }
          });
    }
  }

  /// Runs `task` when its piece may be copied, if the attempt is still on.
  private void inTurn(State in, Runnable task) {
    long mine = attempt;
    moves.inTurn(() -> {
      if (mine == attempt && state == in) {
        task.run();
      }
    });
  }

  private void copySome() throws IOException {
    long mine = attempt;
    boolean agrees =
        copying.agree(failure ->
            later(
                mine,
                State.COPYING,
                () -> {
                  if (failure == null) {
                    step();
                  } else {
                    pause("cannot be cut: " + failure.getMessage(), RETRY_NS);
                  }
                }));
    if (!agrees) {
      return;
    }
    int bytes = copying.some();
    if (mine != attempt) {
      return; // the copy did not take it
    }
    if (bytes > 0) {
      moves.ports().throttle().onCopied(bytes);
      waitsForSync = true;
    } else if (!flushed) {
      flushed = true;
      copy.stillness().flush(() -> later(mine, State.COPYING, this::step));
    } else {
      hold();
    }
  }

  private void hold() {
    MovableReplica replica = moves.replica(id());
    if (replica == null || replica.log() != source || !replica.hold()) {
      pause(null, SHORT_RETRY_NS);
      return;
    }
    held = replica;
    state = State.HOLDING;
    long mine = ++attempt;
    moves.ports().timers().after(MAX_HOLD_NS, () -> later(mine, State.HOLDING, this::letGo));
    source.stillness().settle(failure -> next(mine, failure, this::goOnWithRest));
  }

  private void next(long mine, @Nullable IOException failure, Runnable task) {
    later(mine, State.HOLDING, failure == null ? task : this::letGo);
  }

  private void goOnWithRest() {
    inTurn(State.HOLDING, this::copyRest);
  }

  private void copyRest() {
    long mine = attempt;
    try {
      if (copying.isPrefix() && copying.hasAll()) {
        copy.stillness().settle(failure -> next(mine, failure, this::matchStart));
        return;
      }
      if (copying.isPrefix() && copying.advances()) {
        later(mine, State.HOLDING, this::goOnWithRest);
        return;
      }
    } catch (IOException | OffsetOutOfRange e) {
      moves.onTrouble(id(), "cannot be copied: " + e.getMessage());
    }
    letGo();
  }

  private void matchStart() {
    long mine = attempt;
    copy.deleteBefore(source.startOffset(), failure -> next(mine, failure, this::swap));
  }

  private void swap() {
    MovableReplica replica = held;
    if (replica == null || replica.log() != source || !copying.isWhole()) {
      letGo();
      return;
    }
    try {
      to.promote(id(), source);
    } catch (IOException e) {
      moves.onTrouble(id(), "stays where it was: " + e.getMessage());
      moves.end(this);
      return;
    }
    copy.configure(source.config());
    replica.moveTo(copy);
    try {
      from.deleteDurably(id());
    } catch (IOException e) {
      moves.onTrouble(id(), "moved, but not deleted where it was: " + e.getMessage());
    }
    state = State.ENDED;
    held = null;
    replica.release();
    moves.onMoved(this);
  }

  /// Who waits goes on: the log itself stays, for now.
  void letGo() {
    MovableReplica replica = held;
    if (replica != null) {
      held = null;
      replica.release();
      pause(null, SHORT_RETRY_NS);
    }
  }

  /// What may last is told once, though it is tried again and again.
  private void pause(@Nullable String why, long delayNs) {
    if (state == State.COPYING || state == State.HOLDING) {
      attempt++;
      waitsForSync = false;
      state = State.WAITING;
      moves.onPaused(this, isTold ? null : why, delayNs);
      isTold |= why != null;
    }
  }

  /// Returns whether it was at work.
  boolean end() {
    boolean worked = state == State.COPYING || state == State.HOLDING;
    state = State.ENDED;
    attempt++;
    MovableReplica replica = held;
    held = null;
    if (replica != null) {
      replica.release();
    }
    source.stillness().end();
    copy.listener(LogListener.NOBODY);
    return worked;
  }

  @Override
  public void onWritten(long writtenEnd) {}

  @Override
  public void onSynced(long syncedEnd) {
    if (waitsForSync && syncedEnd >= copy.endOffset()) {
      waitsForSync = false;
      isTold = false;
      later(attempt, State.COPYING, this::step);
    }
  }

  @Override
  public void onRejected(long validEnd, IOException cause) {
    onStalled(cause);
  }

  @Override
  public void onStalled(IOException cause) {
    if (state == State.HOLDING) {
      letGo();
    } else {
      pause("waits for room: " + cause.getMessage(), RETRY_NS);
    }
  }

  @Override
  public void onOffline(IOException cause) {
    moves.end(this);
  }

  @Override
  public void onStartMoved(long startOffset) {}
}
