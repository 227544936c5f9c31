package io.headrace.broker.api.data;

import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What one fetcher reads, kept between its requests so that neither it nor we repeat what did not
/// change (KIP-227).
///
/// Partitions are read in the order kept here; one that had records goes to the end, so that a busy
/// partition does not starve those behind it.
final class FetchSession {

  /// The epoch of a request that begins a session.
  static final int INITIAL_EPOCH = 0;

  private final int id;
  private final boolean usesTopicIds;
  private final SequencedMap<FetchTarget, Entry> entries = new LinkedHashMap<>();
  private int expectedEpoch = INITIAL_EPOCH + 1;
  private long lastUsedNs;

  /// @param told the offsets in the last answer that named this partition
  private record Entry(FetchTarget.Position position, Offsets told) {}

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
    entries.compute(
        target, (_, old) -> new Entry(position, old == null ? Offsets.UNKNOWN : old.told()));
  }

  void forget(FetchTarget target) {
    entries.remove(target);
  }

  SequencedMap<FetchTarget, FetchTarget.Position> positions() {
    SequencedMap<FetchTarget, FetchTarget.Position> positions = new LinkedHashMap<>();
    entries.forEach((target, entry) -> positions.put(target, entry.position()));
    return positions;
  }

  /// Leaves out of an incremental answer what the client knows already.
  <S> List<Map.Entry<FetchTarget, PartitionData<S>>> news(
      List<Map.Entry<FetchTarget, PartitionData<S>>> found) {
    var news = new ArrayList<Map.Entry<FetchTarget, PartitionData<S>>>();
    for (Map.Entry<FetchTarget, PartitionData<S>> each : found) {
      Entry entry = entries.get(each.getKey());
      if (entry == null || isNews(each.getValue(), entry.told())) {
        news.add(each);
      }
    }
    return news;
  }

  private static boolean isNews(PartitionData<?> data, Offsets told) {
    return data.records() != null
        || data.error() != ErrorCode.NONE
        || data.offsets().highWatermark() != told.highWatermark()
        || data.offsets().logStartOffset() != told.logStartOffset();
  }

  /// Remembers what an answer tells. An error is told again with every answer until it is over.
  <S> void told(List<Map.Entry<FetchTarget, PartitionData<S>>> answer) {
    for (Map.Entry<FetchTarget, PartitionData<S>> each : answer) {
      Entry entry = entries.get(each.getKey());
      if (entry == null) {
        continue;
      }
      var now = new Entry(entry.position(), each.getValue().offsets());
      if (each.getValue().records() != null) {
        entries.remove(each.getKey());
      }
      entries.put(each.getKey(), now);
    }
  }
}
