package io.headrace.replication.follower;

import io.headrace.base.PartitionId;
import io.headrace.replication.follower.FollowedPartition.Pace;
import io.headrace.replication.throttle.ReplicaThrottle;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Fetches all that this broker follows from one leader, in one incremental session.
///
/// ```
/// answer with records ──append──sync──> next fetch: tells the new synced ends, waits for more
///          │                                  (decision 0013: one request for each round)
///          ├─ many of them: next fetch at once, the disk works meanwhile
///          └─ a disk is slow: next fetch after SYNC_WAIT_NS without it
/// ```
///
/// While a fetch waits at the leader, what comes up here (a partition more, a late sync) leaves in
/// a second one, upon which the leader answers the first. A lost answer ends the session; the next
/// names everything again.
///
/// Runs on: the reactor.
public final class FetchLine {

  /// From this much on an answer is work for the disk, not news for somebody who waits.
  private static final int BULK_BYTES = 256 << 10;

  private static final long SYNC_WAIT_NS = 20_000_000;
  private static final long FIRST_PAUSE_NS = 20_000_000;
  private static final long MAX_PAUSE_NS = 1_000_000_000;
  private static final int MAX_IN_FLIGHT = 2;
  private static final long HELD_BACK_NS = 100_000_000;

  /// What a line leans on.
  ///
  /// @param brokerEpoch of this broker's registration
  public record Ports(
      ReplicaPeers peers,
      Reactor reactor,
      Timers timers,
      LongSupplier brokerEpoch,
      ReplicaThrottle throttle) {}

  private final int replicaId;
  private final Ports ports;
  private final ReplicaFetch.Limits limits;
  private final ReplicaPeers.Line line;
  private final TreeMap<PartitionId, FollowedPartition> followed = new TreeMap<>();

  /// What the leader was told last, and in which request.
  private final TreeMap<PartitionId, Sent> sent = new TreeMap<>();

  /// What the leader answered, and so does not look at until it is told another wish.
  private final Set<PartitionId> served = new TreeSet<>();

  private Set<PartitionId> changed = new LinkedHashSet<>();

  /// Not fetched now because enough was received for throttled replicas.
  private final Set<PartitionId> heldBack = new LinkedHashSet<>();

  private final Set<PartitionId> unsynced = new LinkedHashSet<>();
  private int sessionId;
  private int sessionEpoch;
  private long requests;

  /// Answers to requests up to this one are not waited for any more.
  private long endedWith;

  private int inFlight;
  private boolean willLook;
  private boolean pausing;
  private boolean closed;
  private long pauseNs = FIRST_PAUSE_NS;
  private Timers.@Nullable Timer syncTimer;

  private record Sent(Wish wish, long inRequest) {}

  public FetchLine(int replicaId, int leader, Ports ports, ReplicaFetch.Limits limits) {
    this.replicaId = replicaId;
    this.ports = ports;
    this.limits = limits;
    this.line = ports.peers().to(leader);
  }

  public void add(FollowedPartition partition) {
    followed.put(partition.id(), partition);
    onWish(partition);
  }

  public void remove(PartitionId id) {
    followed.remove(id);
    unsynced.remove(id);
    changed.add(id);
    lookSoon();
  }

  public boolean isEmpty() {
    return followed.isEmpty();
  }

  /// Requests under way are lost.
  public void close() {
    closed = true;
    line.close();
  }

  /// What a partition wishes for may be another thing now.
  public void onWish(FollowedPartition partition) {
    if (!partition.hasUnsynced()) {
      unsynced.remove(partition.id());
    }
    changed.add(partition.id());
    lookSoon();
  }

  private void lookSoon() {
    if (!willLook && !closed) {
      willLook = true;
      ports.reactor().atEndOfTurn(this::look);
    }
  }

  private void look() {
    willLook = false;
    boolean begins = sessionId == 0 && inFlight > 0; // its answer says how it is called
    if (closed || pausing || begins || inFlight >= MAX_IN_FLIGHT) {
      return;
    }
    if (inFlight == 0 && waitsForSync()) {
      return;
    }
    var items = new ArrayList<ReplicaFetch.Item>();
    var forgotten = new ArrayList<PartitionId>();
    takeChanges(items, forgotten);
    boolean somethingNew = !items.isEmpty() || !forgotten.isEmpty();
    if (somethingNew || (inFlight == 0 && !sent.isEmpty())) {
      send(items, forgotten);
    }
  }

  private boolean waitsForSync() {
    if (unsynced.isEmpty()) {
      stopWaiting();
      return false;
    }
    return syncTimer != null;
  }

  private void stopWaiting() {
    if (syncTimer != null) {
      syncTimer.cancel();
      syncTimer = null;
    }
  }

  private void takeChanges(List<ReplicaFetch.Item> items, List<PartitionId> forgotten) {
    Set<PartitionId> all = changed;
    changed = new LinkedHashSet<>();
    for (PartitionId id : all) {
      FollowedPartition partition = followed.get(id);
      Wish wish = partition == null || mustWait(partition) ? null : partition.wish();
      Sent before = sent.get(id);
      boolean wasServed = served.remove(id);
      if (wish == null) {
        if (sent.remove(id) != null || wasServed) {
          forgotten.add(id);
        }
      } else if (before == null || !before.wish.equals(wish)) {
        long inRequest =
            before != null && isSamePlace(before.wish, wish) ? before.inRequest : requests + 1;
        sent.put(id, new Sent(wish, inRequest));
        items.add(new ReplicaFetch.Item(id, wish));
      }
    }
  }

  private boolean mustWait(FollowedPartition partition) {
    if (partition.pace() == Pace.FREE || !ports.throttle().hasReceivedEnough()) {
      return false;
    }
    if (heldBack.isEmpty()) {
      ports.timers().after(HELD_BACK_NS, this::onHeldBackDue);
    }
    heldBack.add(partition.id());
    return true;
  }

  private void onHeldBackDue() {
    changed.addAll(heldBack);
    heldBack.clear();
    lookSoon();
  }

  private static boolean isSamePlace(Wish one, Wish other) {
    return one.leaderEpoch() == other.leaderEpoch()
        && one.fetchOffset() == other.fetchOffset()
        && one.lastFetchedEpoch() == other.lastFetchedEpoch();
  }

  private void send(List<ReplicaFetch.Item> items, List<PartitionId> forgotten) {
    long number = ++requests;
    inFlight++;
    var request =
        new ReplicaFetch(
            sessionId,
            sessionEpoch,
            replicaId,
            ports.brokerEpoch().getAsLong(),
            limits,
            items,
            forgotten);
    sessionEpoch = sessionEpoch == Integer.MAX_VALUE ? 1 : sessionEpoch + 1;
    line.fetch(
        request,
        new ReplicaPeers.Answer() {
          @Override
          public void onFetched(ReplicaFetched fetched) {
            FetchLine.this.onFetched(number, fetched);
          }

          @Override
          public void onLost(IOException cause) {
            FetchLine.this.onLost(number);
          }
        });
  }

  private void onFetched(long number, ReplicaFetched fetched) {
    if (closed || number <= endedWith) {
      return;
    }
    inFlight--;
    switch (fetched.error()) {
      case NONE -> {
        pauseNs = FIRST_PAUSE_NS;
        sessionId = fetched.sessionId();
        take(number, fetched.parts());
      }
      case FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH -> endSession();
      default -> {
        endSession();
        pause();
      }
    }
    lookSoon();
  }

  private void take(long number, List<ReplicaFetched.Part> parts) {
    int bytes = 0;
    for (ReplicaFetched.Part part : parts) {
      FollowedPartition partition = followed.get(part.partition());
      Sent asked = sent.get(part.partition());
      if (partition == null || asked == null || number < asked.inRequest) {
        continue;
      }
      bytes += part.records().remaining();
      if (partition.pace() == Pace.THROTTLED) {
        ports.throttle().onReceived(part.records().remaining());
      }
      if (part.isServed()) {
        sent.remove(part.partition()); // the leader forgot the wish: the same one must go again
        served.add(part.partition());
      }
      partition.onFetched(asked.wish, part);
      if (partition.hasUnsynced()) {
        unsynced.add(part.partition());
      }
    }
    stopWaiting();
    if (!unsynced.isEmpty() && bytes < BULK_BYTES) {
      syncTimer = ports.timers().after(SYNC_WAIT_NS, this::onWaitedLong);
    }
  }

  private void onWaitedLong() {
    syncTimer = null;
    unsynced.clear(); // each tells when it is done
    lookSoon();
  }

  private void onLost(long number) {
    if (closed || number <= endedWith) {
      return;
    }
    endSession();
    pause();
  }

  private void endSession() {
    endedWith = requests;
    inFlight = 0;
    sessionId = 0;
    sessionEpoch = 0;
    sent.clear();
    served.clear();
    changed.addAll(followed.keySet());
  }

  private void pause() {
    pausing = true;
    ports.timers().after(pauseNs, this::onPauseOver);
    pauseNs = Math.min(pauseNs * 2, MAX_PAUSE_NS);
  }

  private void onPauseOver() {
    pausing = false;
    lookSoon();
  }
}
