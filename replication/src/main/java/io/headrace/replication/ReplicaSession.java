package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogSlice;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.ReadRequest;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.Wish;
import io.headrace.replication.leader.FollowerVerdict;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.Input.Parting;
import io.headrace.replication.throttle.ReplicaThrottle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that one follower fetches from this broker, remembered from request to request: what a
/// request costs follows the partitions in which something happened, not those that are followed.
///
/// Runs on: the reactor.
final class ReplicaSession {

  final int id;
  final int replicaId;
  private final Partitions partitions;
  private final ReplicaThrottle throttle;
  private final Runnable onProgress;
  private final TreeMap<PartitionId, Entry> entries = new TreeMap<>();

  /// Those that have, or may have, something to tell. The next answer takes what fits.
  private Set<Entry> ready = new LinkedHashSet<>();

  private long brokerEpoch;
  private int nextEpoch = 1;

  /// @param onProgress hears when there may be more to answer
  ReplicaSession(
      int id,
      ReplicaFetch first,
      Partitions partitions,
      ReplicaThrottle throttle,
      Runnable onProgress) {
    this.id = id;
    this.replicaId = first.replicaId();
    this.partitions = partitions;
    this.throttle = throttle;
    this.onProgress = onProgress;
  }

  /// Whether a request comes in turn.
  boolean accepts(ReplicaFetch request) {
    return request.replicaId() == replicaId && request.sessionEpoch() == nextEpoch;
  }

  /// Takes note of what a request says.
  void update(ReplicaFetch request, long nowNs) {
    boolean registeredAnew = request.brokerEpoch() != brokerEpoch;
    brokerEpoch = request.brokerEpoch();
    if (registeredAnew) {
      entries.values().forEach(entry -> entry.repeat(nowNs));
    }
    if (request.sessionEpoch() > 0) {
      nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
    }
    for (PartitionId each : request.forgotten()) {
      Entry entry = entries.remove(each);
      if (entry != null) {
        ready.remove(entry);
        entry.leave(entry.failed ? Parting.LOST : Parting.WITHDREW);
      }
    }
    for (ReplicaFetch.Item item : request.changed()) {
      entries.computeIfAbsent(item.partition(), Entry::new).wish(item.wish(), nowNs);
    }
  }

  /// What there is to tell now.
  ///
  /// @param all also news that nobody would be woken for
  List<FollowerAnswer.Part> collect(ReplicaFetch.Limits limits, boolean all) {
    var parts = new ArrayList<FollowerAnswer.Part>();
    int left = limits.maxBytes();
    Set<Entry> asked = ready;
    ready = new LinkedHashSet<>();
    for (Entry entry : asked) {
      boolean first = left == limits.maxBytes();
      boolean fits = first || left > 0;
      FollowerAnswer.Part part =
          fits ? entry.part(Math.min(left, limits.maxPartitionBytes()), first) : null;
      if (!fits) {
        ready.add(entry);
      } else if (part != null) {
        parts.add(part);
        left = Math.max(0, left - part.bytes());
      }
    }
    return all || parts.stream().anyMatch(ReplicaSession::isUrgent) ? parts : keep(parts);
  }

  private static boolean isUrgent(FollowerAnswer.Part part) {
    return part.slice() != null || part.error() != ErrorCode.NONE || part.diverged() != null;
  }

  private List<FollowerAnswer.Part> keep(List<FollowerAnswer.Part> parts) {
    for (FollowerAnswer.Part part : parts) {
      Entry entry = entries.get(part.partition());
      if (entry != null) {
        entry.forgetTold();
        ready.add(entry);
      }
    }
    return List.of();
  }

  /// Whether something is left to tell that nobody would be woken for.
  boolean hasNews() {
    return !ready.isEmpty();
  }

  void close() {
    entries.values().forEach(entry -> entry.leave(Parting.LOST));
    entries.clear();
    ready.clear();
  }

  /// One partition of the session.
  private final class Entry implements ReadablePartition.Watcher {

    private final PartitionId id;
    private @Nullable Partition partition;
    private @Nullable Wish wish;
    private FollowerVerdict verdict = new FollowerVerdict.Agreed();
    private long toldHighWatermark = -1;
    private long toldStart = -1;

    /// What was wished for was told: nothing more is until there is another wish.
    private boolean served;

    /// That was an error.
    private boolean failed;

    Entry(PartitionId id) {
      this.id = id;
    }

    void wish(Wish now, long nowNs) {
      wish = now;
      served = false;
      failed = false;
      Partition found = partitions.find(id.topicId(), id.partition());
      if (found != partition) {
        leave(Parting.LOST);
        partition = found;
      }
      verdict =
          found == null
              ? new FollowerVerdict.Refused(partitions.errorForReplica(id))
              : found.fetch(
                  new Input.FollowerFetch(
                      replicaId,
                      brokerEpoch,
                      now.leaderEpoch(),
                      now.fetchOffset(),
                      now.syncedEnd(),
                      now.startOffset(),
                      now.lastFetchedEpoch(),
                      nowNs),
                  this);
      ready.add(this);
    }

    /// The same under another registration: only with that can the follower be in sync.
    void repeat(long nowNs) {
      Wish same = wish;
      if (same != null) {
        wish(same, nowNs);
      }
    }

    @Override
    public void onProgress() {
      ready.add(this);
      onProgress.run();
    }

    void leave(Parting parting) {
      if (partition != null) {
        partition.leave(replicaId, this, parting);
        partition = null;
      }
    }

    void forgetTold() {
      toldHighWatermark = -1;
    }

    FollowerAnswer.@Nullable Part part(int maxBytes, boolean orOneBatch) {
      Wish now = wish;
      if (now == null || served) {
        return null;
      }
      return switch (verdict) {
        case FollowerVerdict.Refused refused -> failed(refused.error());
        case FollowerVerdict.Diverged diverged -> {
          served = true;
          yield new FollowerAnswer.Part(id, ErrorCode.NONE, -1, -1, diverged, null);
        }
        case FollowerVerdict.Agreed _ -> read(now, maxBytes, orOneBatch);
      };
    }

    private FollowerAnswer.@Nullable Part read(Wish now, int maxBytes, boolean orOneBatch) {
      Partition from = partition;
      ErrorCode error =
          from == null ? ErrorCode.NOT_LEADER_OR_FOLLOWER : from.epochError(now.leaderEpoch());
      if (from == null || error != ErrorCode.NONE) {
        return failed(error);
      }
      boolean throttled = !from.isInSync(replicaId) && throttle.isThrottledAt(replicaId, id);
      if (throttled && throttle.hasSentEnough()) {
        ready.add(this); // looked at again within the time that news waits
        return null;
      }
      try {
        LogSlice slice =
            from.log()
                .read(
                    new ReadRequest(
                        now.fetchOffset(), from.log().writtenEnd(), maxBytes, orOneBatch));
        if (slice == null && now.fetchOffset() < from.log().writtenEnd()) {
          ready.add(this); // it did not fit: the next answer begins with it
        }
        if (throttled && slice != null) {
          throttle.onSent(slice.bytes().length());
        }
        return slice == null ? news(from) : records(from, slice);
      } catch (OffsetOutOfRange | IOException e) {
        return from.isPassing(e) ? news(from) : failed(ReadablePartition.errorOf(e));
      }
    }

    private FollowerAnswer.Part records(Partition from, LogSlice slice) {
      served = true;
      return told(from, slice);
    }

    private FollowerAnswer.@Nullable Part news(Partition from) {
      boolean isNew =
          from.highWatermark() != toldHighWatermark || from.log().startOffset() != toldStart;
      return isNew ? told(from, null) : null;
    }

    private FollowerAnswer.Part told(Partition from, @Nullable LogSlice slice) {
      toldHighWatermark = from.highWatermark();
      toldStart = from.log().startOffset();
      return new FollowerAnswer.Part(id, ErrorCode.NONE, toldHighWatermark, toldStart, null, slice);
    }

    private FollowerAnswer.Part failed(ErrorCode error) {
      served = true;
      failed = true;
      long start = partition == null ? -1 : partition.log().startOffset();
      return new FollowerAnswer.Part(id, error, -1, start, null, null);
    }
  }
}
