package io.headrace.replication.repair;

import io.headrace.base.PartitionId;
import io.headrace.log.LostRange;
import io.headrace.log.LostRecords.Restoring;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetched;
import io.headrace.replication.follower.ReplicaPeers;
import java.io.IOException;
import java.util.List;

/// The search for what one log has lost.
///
/// ```
///   range after range, of each: broker after broker ──has it──> restored, on to the next range
///        ^                              └─ all have said no: hopeless until somebody has it
///        +───────── pause ──────────────┘
/// ```
///
/// While a broker cannot be reached there is hope, but not for longer than [#PATIENCE_NS]: after
/// that readers are told of the damage, though the search goes on.
///
/// Others may have these offsets, and not the batches that were here: compaction ran in another way
/// there. Then only a replica that begins anew can be whole again ([#isAnotherElsewhere]).
///
/// Runs on: the reactor.
final class Repair {

  private static final int MAX_PIECE_BYTES = 1 << 20;
  private static final long FIRST_PAUSE_NS = 200_000_000;
  private static final long MAX_PAUSE_NS = 30_000_000_000L;
  static final long PATIENCE_NS = 30_000_000_000L;

  private final PartitionLog log;
  private final Repairs repairs;
  private Runnable onChange;
  private final long foundNs;

  /// Which range and which broker come next in this round.
  private int range;

  private int holder;
  private boolean searching;
  private boolean asking;
  private boolean anyUnreached;
  private boolean anyUnfit;
  private boolean anotherElsewhere;

  /// Where the range that is being restored began; −1 if nothing of it is back.
  private long restoredFrom = -1;

  private boolean hopeless;
  private boolean closed;
  private long pauseNs = FIRST_PAUSE_NS;

  Repair(PartitionLog log, Repairs repairs, Runnable onChange) {
    this.log = log;
    this.repairs = repairs;
    this.onChange = onChange;
    this.foundNs = repairs.ports().clock().nowNs();
    this.hopeless = repairs.holders(log.id()).isEmpty();
  }

  PartitionId id() {
    return log.id();
  }

  boolean isOf(PartitionLog other) {
    return log == other;
  }

  void onChange(Runnable hears) {
    onChange = hears;
  }

  boolean isHopeful() {
    return !hopeless && repairs.ports().clock().nowNs() - foundNs < PATIENCE_NS;
  }

  /// Whether in the last round nobody had what is lost, but somebody had other batches in its
  /// place.
  boolean isAnotherElsewhere() {
    return anotherElsewhere;
  }

  /// There may be more to look for, or less.
  void lookAgain() {
    if (!searching && !closed) {
      searching = true;
      repairs.whenFree(this);
    }
  }

  /// Asks whoever is next. One of [Repairs#onFree] follows.
  void ask() {
    asking = true;
    List<LostRange> lost = log.lost().ranges();
    List<Integer> holders = repairs.holders(id());
    if (closed || lost.isEmpty()) {
      repairs.onWhole(this);
      free();
    } else if (range >= lost.size() || holders.isEmpty()) {
      endRound();
    } else if (holder >= holders.size()) {
      range++;
      holder = 0;
      ask();
    } else {
      ask(lost.get(range), holders.get(holder));
    }
  }

  private void ask(LostRange lost, int broker) {
    int bytes = Math.min(MAX_PIECE_BYTES, lost.bytes());
    var request =
        ReplicaFetch.once(
            repairs.ports().brokerId(),
            repairs.ports().brokerEpoch().getAsLong(),
            new ReplicaFetch.Limits(0, bytes, bytes),
            id(),
            lost.fromOffset());
    repairs
        .line(broker)
        .fetch(
            request,
            new ReplicaPeers.Answer() {
              @Override
              public void onFetched(ReplicaFetched fetched) {
                take(lost, broker, fetched);
              }

              @Override
              public void onLost(IOException cause) {
                anyUnreached = true;
                onNotHad();
              }
            });
  }

  private void take(LostRange lost, int broker, ReplicaFetched fetched) {
    if (closed) {
      return;
    }
    for (ReplicaFetched.Part part : fetched.parts()) {
      if (part.partition().equals(id()) && part.records().hasRemaining()) {
        log.lost().restore(lost, part.records(), outcome -> onRestored(lost, broker, outcome));
        return;
      }
    }
    anyUnreached |= isPassing(fetched);
    onNotHad();
  }

  /// Whether the same question may have another answer soon.
  private static boolean isPassing(ReplicaFetched fetched) {
    return fetched.error() != ErrorCode.NONE
        || fetched.parts().stream().anyMatch(part -> part.error() != ErrorCode.CORRUPT_MESSAGE);
  }

  private void onRestored(LostRange lost, int broker, Restoring outcome) {
    if (closed) {
      return;
    }
    switch (outcome) {
      case DONE -> {
        holder = 0;
        hopeless = false;
        pauseNs = FIRST_PAUSE_NS;
        tellRestored(lost, broker);
        goOn();
        onChange.run();
      }
      case UNFIT -> {
        anyUnfit = true;
        onNotHad();
      }
      case FAILED -> {
        anyUnreached = true;
        onNotHad();
      }
    }
  }

  /// Of a range that came in pieces, once the last is there.
  private void tellRestored(LostRange lost, int broker) {
    long from = restoredFrom < 0 ? lost.fromOffset() : restoredFrom;
    boolean whole =
        log.lost().ranges().stream().noneMatch(each -> each.toOffset() == lost.toOffset());
    restoredFrom = whole ? -1 : from;
    if (whole) {
      repairs.onRestored(id(), from, lost.toOffset(), broker);
    }
  }

  private void onNotHad() {
    if (!closed) {
      holder++;
      goOn();
    }
  }

  /// Those of other logs come in between.
  private void goOn() {
    searching = false;
    lookAgain();
    free();
  }

  private void endRound() {
    hopeless = !anyUnreached;
    anotherElsewhere = hopeless && anyUnfit;
    anyUnreached = false;
    anyUnfit = false;
    range = 0;
    holder = 0;
    repairs
        .ports()
        .timers()
        .after(
            pauseNs,
            () -> {
              searching = false;
              lookAgain();
            });
    pauseNs = Math.min(pauseNs * 2, MAX_PAUSE_NS);
    free();
    if (!isHopeful()) {
      onChange.run();
    }
  }

  private void free() {
    if (asking) {
      asking = false;
      repairs.onFree();
    }
  }

  void close() {
    closed = true;
    free();
  }
}
