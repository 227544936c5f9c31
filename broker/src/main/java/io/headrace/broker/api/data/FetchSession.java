package io.headrace.broker.api.data;

import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.replication.Fetched;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.ReadablePartition.Watcher;
import io.headrace.replication.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one fetcher reads, kept between its requests so that neither it nor we repeat what did not
/// change (KIP-227). What a request costs follows the partitions in which something happened, not
/// those that are read:
///
/// ```
///             put, or progress in the partition
///   at rest ──────────────────────────────────────> ready: looked at by each request
///           <──────────────────────────────────────
///             read to its high watermark, and that is told
/// ```
///
/// Those that are ready are read in their order; one that had records goes to the end, so that a
/// busy partition does not starve those behind it.
final class FetchSession {

  /// The epoch of a request that begins a session.
  static final int INITIAL_EPOCH = 0;

  private final int id;
  private final boolean usesTopicIds;
  private final Map<FetchTarget, Entry> entries = new LinkedHashMap<>();
  private final SequencedSet<Entry> ready = new LinkedHashSet<>();
  private final Set<Watcher> watchers = new LinkedHashSet<>();
  private int hereCount;
  private int expectedEpoch = INITIAL_EPOCH + 1;
  private long lastUsedNs;

  FetchSession(int id, boolean usesTopicIds, long nowNs) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    this.lastUsedNs = nowNs;
  }

  int id() {
    return id;
  }

  int size() {
    return entries.size();
  }

  long lastUsedNs() {
    return lastUsedNs;
  }

  /// Whether a request may go on in this session; if so, the next one has the next epoch.
  ErrorCode accept(int epoch, boolean withTopicIds, long nowNs) {
    if (epoch != expectedEpoch) {
      return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
    }
    if (withTopicIds != usesTopicIds) {
      return ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
    }
    expectedEpoch = epoch == Integer.MAX_VALUE ? INITIAL_EPOCH + 1 : epoch + 1;
    lastUsedNs = nowNs;
    return ErrorCode.NONE;
  }

  void put(FetchTarget target, FetchTarget.Position position) {
    Entry entry = entries.computeIfAbsent(target, _ -> new Entry(target, position));
    entry.position = position;
    ready.add(entry);
  }

  void forget(FetchTarget target) {
    Entry entry = entries.remove(target);
    if (entry != null) {
      ready.remove(entry);
      entry.locate(null);
    }
  }

  /// Whether any of the partitions is here, as far as was looked.
  boolean anyHere() {
    return hereCount > 0;
  }

  /// Those to look at now.
  List<Entry> ready() {
    return List.copyOf(ready);
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /// Nobody reads by it any more; a fetch that still waits is told to look, and finds nothing.
  void close() {
    entries.values().forEach(entry -> entry.locate(null));
    entries.clear();
    ready.clear();
    Watcher.tellAll(watchers);
  }

  /// Leaves out of an incremental answer what the client knows already.
  <S> List<Map.Entry<FetchTarget, PartitionData<S>>> news(
      List<Map.Entry<FetchTarget, PartitionData<S>>> found) {
    var news = new ArrayList<Map.Entry<FetchTarget, PartitionData<S>>>();
    for (Map.Entry<FetchTarget, PartitionData<S>> each : found) {
      Entry entry = entries.get(each.getKey());
      if (entry == null || isNews(each.getValue(), entry)) {
        news.add(each);
      }
    }
    return news;
  }

  private static boolean isNews(PartitionData<?> data, Entry entry) {
    Offsets offsets = data.offsets();
    return data.records() != null
        || data.error() != ErrorCode.NONE
        || data.redirect() != null
        || !entry.knows(offsets.highWatermark(), offsets.logStartOffset());
  }

  /// Remembers what was found, of which the answer tells what is new. An error is told again with
  /// every answer until it is over.
  <S> void told(List<Map.Entry<FetchTarget, PartitionData<S>>> found) {
    for (Map.Entry<FetchTarget, PartitionData<S>> each : found) {
      Entry entry = entries.get(each.getKey());
      if (entry == null) {
        continue;
      }
      PartitionData<S> data = each.getValue();
      entry.told = data.offsets();
      if (data.records() != null) {
        ready.remove(entry);
        ready.add(entry);
      } else if (data.error() == ErrorCode.NONE) {
        entry.restIfReadTo(data.offsets().highWatermark());
      }
    }
  }

  /// One partition of the session.
  final class Entry implements Watcher {

    private final FetchTarget target;
    private FetchTarget.Position position;

    /// The offsets in the last answer that named this partition.
    private Offsets told = Offsets.UNKNOWN;

    /// Where it was when it was last looked at; null if it was not here.
    private @Nullable ReadablePartition partition;

    Entry(FetchTarget target, FetchTarget.Position position) {
      this.target = target;
      this.position = position;
    }

    FetchTarget target() {
      return target;
    }

    FetchTarget.Position position() {
      return position;
    }

    /// Takes note of where the partition is now: there it is heard of what happens.
    void at(Wanted wanted) {
      if (entries.get(target) == this) {
        locate(wanted.partition());
      }
    }

    private void locate(@Nullable ReadablePartition now) {
      ReadablePartition before = partition;
      if (now == before) {
        return;
      }
      if (before != null) {
        before.unwatch(this);
        hereCount--;
      }
      if (now != null) {
        now.watch(this);
        hereCount++;
      }
      partition = now;
    }

    @Override
    public void onProgress() {
      ready.add(this);
      Watcher.tellAll(watchers);
    }

    /// Goes to rest if there was nothing to read and nothing to tell.
    void found(Fetched fetched) {
      if (fetched instanceof Fetched.Data data
          && data.slice() == null
          && knows(data.highWatermark(), data.logStartOffset())) {
        restIfReadTo(data.highWatermark());
      }
    }

    private boolean knows(long highWatermark, long logStartOffset) {
      return highWatermark == told.highWatermark() && logStartOffset == told.logStartOffset();
    }

    private void restIfReadTo(long highWatermark) {
      if (position.offset() >= highWatermark && partition != null) {
        ready.remove(this);
      }
    }
  }
}
