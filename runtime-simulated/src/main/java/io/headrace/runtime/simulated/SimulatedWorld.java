package io.headrace.runtime.simulated;

import java.util.PriorityQueue;

/// Time and events. Everything that happens is an event of this queue; events of the same time come
/// in seeded order.
public final class SimulatedWorld {

  /// 2026-01-01T00:00:00Z: what every simulated wall clock shows when the world begins.
  public static final long EPOCH_MS = 1_767_225_600_000L;

  private record Event(long timeNs, long tieBreak, long sequence, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(timeNs, other.timeNs);
      if (byTime != 0) {
        return byTime;
      }
      int byChance = Long.compare(tieBreak, other.tieBreak);
      return byChance != 0 ? byChance : Long.compare(sequence, other.sequence);
    }
  }

  private final long seed;
  private final SimulatedRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNs;
  private long sequence;
  private long historyHash = 0xCBF29CE484222325L;

  public SimulatedWorld(long seed) {
    this.seed = seed;
    this.random = new SimulatedRandom(seed);
  }

  public long seed() {
    return seed;
  }

  public SimulatedRandom random() {
    return random;
  }

  public long nowNs() {
    return nowNs;
  }

  /// Runs `action` as an event `delayNs` from now.
  public void after(long delayNs, Runnable action) {
    events.add(new Event(nowNs + Math.max(0, delayNs), random.nextLong(), sequence++, action));
  }

  /// Lets the next event happen; false if there is none.
  public boolean step() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    nowNs = event.timeNs;
    note(nowNs);
    event.action.run();
    return true;
  }

  /// Lets everything happen that is due within `durationNs`, then moves the time there.
  public void advance(long durationNs) {
    long until = nowNs + durationNs;
    for (Event next = events.peek(); next != null && next.timeNs <= until; next = events.peek()) {
      step();
    }
    nowNs = until;
  }

  /// Lets events happen until `done` or until `limitNs` of simulated time have passed; returns
  /// whether `done` came true.
  public boolean runUntil(java.util.function.BooleanSupplier done, long limitNs) {
    long until = nowNs + limitNs;
    while (!done.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.timeNs > until) {
        return false;
      }
      step();
    }
    return true;
  }

  /// Mixes a fact into the history, so that two runs of one seed can be compared.
  public void note(long fact) {
    historyHash = (historyHash ^ fact) * 0x100000001B3L;
    historyHash ^= historyHash >>> 29;
  }

  /// The hash of all that happened so far.
  public long historyHash() {
    return historyHash;
  }
}
