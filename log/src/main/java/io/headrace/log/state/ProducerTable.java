package io.headrace.log.state;

import io.headrace.log.ProducerStates;
import io.headrace.record.RecordBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The producers of one log, found by id without boxing it: an open table with linear probing.
///
/// Appends of the running turn can be taken back ([#undoTurn]) until [#endTurn].
public final class ProducerTable implements ProducerStates {

  private static final @Nullable ProducerState[] EMPTY = {};
  private static final Verdict ACCEPT = new Verdict.Accept();
  private static final int FIRST_CAPACITY = 4;

  private @Nullable ProducerState[] slots = EMPTY;
  private int count;
  private @Nullable List<Change> turn;

  private record Change(long producerId, @Nullable ProducerState before) {}

  @Override
  public Verdict check(long producerId, short epoch, int firstSequence, int lastSequence) {
    ProducerState state = get(producerId);
    return state == null ? ACCEPT : state.check(epoch, firstSequence, lastSequence);
  }

  /// Takes note of a batch that is appended; without effect if no producer id is in it.
  // hot: ProducerTableBenchmark
  public void append(RecordBatch batch, long wallMs) {
    if (!batch.hasProducerId()) {
      return;
    }
    ProducerState before = get(batch.producerId());
    if (turn == null) {
      turn = new ArrayList<>();
    }
    turn.add(new Change(batch.producerId(), before));
    put(ProducerState.after(before, batch, wallMs));
  }

  /// The appends of this turn are in the file.
  public void endTurn() {
    if (turn != null) {
      turn.clear();
    }
  }

  /// The appends of this turn have not happened.
  public void undoTurn() {
    if (turn == null) {
      return;
    }
    for (Change change : turn.reversed()) {
      if (change.before == null) {
        remove(change.producerId);
      } else {
        put(change.before);
      }
    }
    turn.clear();
  }

  /// Forgets what was appended at and beyond `offset`.
  ///
  /// @return the producers that wrote before that too, perhaps, but of whom nothing is known now
  public Set<Long> truncateFrom(long offset) {
    Set<Long> unknown = new TreeSet<>();
    for (ProducerState state : all()) {
      if (!state.reaches(offset)) {
        continue;
      }
      ProducerState before = state.before(offset);
      if (before != null) {
        put(before);
      } else {
        remove(state.producerId());
        if (state.wroteBefore()) {
          unknown.add(state.producerId());
        }
      }
    }
    return unknown;
  }

  /// Forgets who has written nothing since `beforeMs` and has no transaction open.
  public void expire(long beforeMs) {
    for (ProducerState state : all()) {
      if (state.lastTimestampMs() < beforeMs && state.currentTransactionStart() < 0) {
        remove(state.producerId());
      }
    }
    if (count == 0) {
      clear();
    }
  }

  /// Forgets everybody.
  public void clear() {
    count = 0;
    slots = EMPTY;
    turn = null;
  }

  public int count() {
    return count;
  }

  /// By producer id.
  public List<ProducerState> all() {
    if (count == 0) {
      return List.of();
    }
    List<ProducerState> states = new ArrayList<>(count);
    for (ProducerState state : slots) {
      if (state != null) {
        states.add(state);
      }
    }
    states.sort(Comparator.comparingLong(ProducerState::producerId));
    return states;
  }

  @Override
  public List<ActiveProducer> active() {
    return all().stream()
        .map(state ->
            new ActiveProducer(
                state.producerId(),
                state.epoch(),
                state.lastSequence(),
                state.lastBatchTimestampMs(),
                state.coordinatorEpoch(),
                state.currentTransactionStart()))
        .toList();
  }

  public @Nullable ProducerState get(long producerId) {
    return count == 0 ? null : slots[slotOf(producerId)];
  }

  /// Puts a state in the place of the one with the same id, if there is one.
  public void put(ProducerState state) {
    if ((count + 1) * 4 > slots.length * 3) {
      grow();
    }
    int slot = slotOf(state.producerId());
    if (slots[slot] == null) {
      count++;
    }
    slots[slot] = state;
  }

  private void grow() {
    @Nullable ProducerState[] old = slots;
    slots = new @Nullable ProducerState[Math.max(FIRST_CAPACITY, old.length * 2)];
    for (ProducerState state : old) {
      if (state != null) {
        slots[slotOf(state.producerId())] = state;
      }
    }
  }

  private void remove(long producerId) {
    int hole = slotOf(producerId);
    if (slots[hole] == null) {
      return;
    }
    slots[hole] = null;
    count--;
    int mask = slots.length - 1;
    for (int at = (hole + 1) & mask; slots[at] != null; at = (at + 1) & mask) {
      ProducerState moved = slots[at];
      slots[at] = null;
      slots[slotOf(moved.producerId())] = moved;
    }
  }

  private int slotOf(long producerId) {
    int mask = slots.length - 1;
    int slot = Long.hashCode(producerId * 0x9E3779B97F4A7C15L) & mask;
    while (true) {
      ProducerState state = slots[slot];
      if (state == null || state.producerId() == producerId) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }
}
