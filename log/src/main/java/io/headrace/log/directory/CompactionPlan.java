package io.headrace.log.directory;

import io.headrace.log.LogConfig;
import io.headrace.log.compaction.CompactionInput;
import io.headrace.log.compaction.CompactionRules;
import io.headrace.log.compaction.CompactionRules.Tombstones;
import io.headrace.log.segment.Segment;
import io.headrace.log.state.ProducerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What would be compacted of a log now, and how much it needs it.
///
/// @param cleanable closed segments, durable, sound, and older than `min.compaction.lag.ms`
/// @param tombstones whether those go whose time is over
/// @param dirtyRatio bytes never compacted to all bytes that could be
record CompactionPlan(
    SegmentedLog log, List<Segment> cleanable, Tombstones tombstones, double dirtyRatio) {

  /// Null if the log needs no compaction.
  static @Nullable CompactionPlan of(SegmentedLog log, long nowMs) {
    LogConfig.Compaction settings = log.config().compaction();
    List<Segment> all = log.segments().all();
    List<Segment> cleanable = new ArrayList<>();
    long bytes = 0;
    long dirtyBytes = 0;
    long oldestDirtyMs = Long.MAX_VALUE;
    var tombstones = Tombstones.GO;
    for (int i = 0; i < all.size() - 1; i++) {
      Segment segment = all.get(i);
      boolean isYoung = segment.maxTimestamp() > nowMs - settings.minLagMs();
      if (segment.nextOffset() > log.settledEnd() || (settings.minLagMs() > 0 && isYoung)) {
        break;
      }
      if (!segment.damage().stretches().isEmpty()) {
        tombstones = Tombstones.STAY;
        continue;
      }
      cleanable.add(segment);
      bytes += segment.sizeBytes();
      if (segment.nextOffset() > log.cleanedOffset()) {
        dirtyBytes += segment.sizeBytes();
        oldestDirtyMs = Math.min(oldestDirtyMs, segment.firstTimestamp());
      }
    }
    if (dirtyBytes == 0) {
      return null;
    }
    double ratio = (double) dirtyBytes / bytes;
    boolean isOverdue =
        oldestDirtyMs != Long.MAX_VALUE
            && settings.maxLagMs() != Long.MAX_VALUE
            && oldestDirtyMs < nowMs - settings.maxLagMs();
    return ratio >= settings.minDirtyRatio() || isOverdue
        ? new CompactionPlan(log, cleanable, tombstones, ratio)
        : null;
  }

  CompactionRules rules(long nowMs) {
    Map<Long, Long> lastOffsets = new TreeMap<>();
    for (ProducerState producer : log.producers()) {
      if (!producer.batches().isEmpty()) {
        lastOffsets.put(producer.producerId(), producer.batches().getLast().lastOffset());
      }
    }
    return new CompactionRules(
        log.cleanedOffset(),
        nowMs,
        log.config().compaction().deleteRetentionMs(),
        tombstones,
        lastOffsets);
  }

  List<Segment> dirty() {
    return cleanable.stream().filter(s -> s.nextOffset() > log.cleanedOffset()).toList();
  }

  static List<CompactionInput> inputs(List<Segment> segments) {
    List<CompactionInput> inputs = new ArrayList<>(segments.size());
    for (Segment segment : segments) {
      inputs.add(
          new CompactionInput(
              segment.handle().path(),
              segment.baseOffset(),
              segment.nextOffset(),
              segment.sizeBytes()));
    }
    return inputs;
  }

  /// Neighbours that together are not larger than one segment are made one.
  List<List<Segment>> groups(long endOffset, int segmentBytes) {
    List<List<Segment>> groups = new ArrayList<>();
    List<Segment> group = new ArrayList<>();
    long bytes = 0;
    for (Segment segment : cleanable) {
      if (segment.baseOffset() >= endOffset) {
        break;
      }
      boolean fits =
          group.isEmpty()
              || (segment.baseOffset() == group.getLast().nextOffset()
                  && bytes + segment.sizeBytes() <= segmentBytes
                  && segment.nextOffset() - group.getFirst().baseOffset() < Integer.MAX_VALUE);
      if (!fits) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
      }
      group.add(segment);
      bytes += segment.sizeBytes();
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }
}
