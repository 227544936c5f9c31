package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.directory.LogDirectorySettings.Scrub;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentScan;
import io.headrace.log.segment.Stretch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks for rot in closed segments before a reader meets it: one pass over all of them in each
/// interval, at a bounded rate, one segment at a time. Between passes it costs nothing.
///
/// What it finds is reported, and from then on it is known: reads stop before it and go on behind.
/// Nothing is repaired, and nothing stops being served.
///
/// Runs on: the reactor; the reading in the background.
final class Scrubber {

  /// Read in one job of the background, so that others get their turn.
  private static final int STEP_BYTES = 1 << 20;

  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final long FIRST_PASS_AFTER_NS = 600_000_000_000L;

  private final LogContext context;
  private final TreeMap<PartitionId, SegmentedLog> logs;
  private final Scrub settings;
  private final long rate;
  private long nextPassNs;
  private boolean underWay;

  /// Where the pass is: the segments of this log that begin behind this offset come next.
  private @Nullable PartitionId atLog;

  private long behindOffset;

  Scrubber(LogContext context, TreeMap<PartitionId, SegmentedLog> logs) {
    this.context = context;
    this.logs = logs;
    this.settings = context.settings().scrub();
    this.rate = settings.isOn() ? settings.bytesPerSecond() : Scrub.DEFAULT.bytesPerSecond();
    this.nextPassNs =
        context.ports().clock().nowNs() + Math.min(FIRST_PASS_AFTER_NS, settings.intervalNs());
  }

  /// Begins a pass if one is due.
  void tick() {
    long nowNs = context.ports().clock().nowNs();
    if (!underWay && settings.isOn() && nowNs - nextPassNs >= 0) {
      nextPassNs = nowNs + settings.intervalNs();
      underWay = true;
      atLog = null;
      next();
    }
  }

  private void next() {
    for (Map.Entry<PartitionId, SegmentedLog> entry = logAt();
        entry != null;
        entry = logs.higherEntry(entry.getKey())) {
      if (!entry.getKey().equals(atLog)) {
        atLog = entry.getKey();
        behindOffset = -1;
      }
      Segment segment = nextSegment(entry.getValue());
      if (segment != null) {
        behindOffset = segment.baseOffset();
        check(entry.getValue(), segment, this::next);
        return;
      }
    }
    underWay = false;
  }

  private Map.@Nullable Entry<PartitionId, SegmentedLog> logAt() {
    PartitionId id = atLog;
    return id == null ? logs.firstEntry() : logs.ceilingEntry(id);
  }

  private @Nullable Segment nextSegment(SegmentedLog log) {
    Segments segments = log.segments();
    for (int i = segments.indexOf(behindOffset) + 1; i < segments.all().size() - 1; i++) {
      Segment segment = segments.all().get(i);
      if (segment.sizeBytes() > 0 && segment.nextOffset() <= log.syncedEnd()) {
        return segment;
      }
    }
    return null;
  }

  /// Reads one closed segment and takes note of its damage; `then` runs when that is done.
  void check(SegmentedLog log, Segment segment, Runnable then) {
    step(new Check(log, segment, new SegmentScan(context.disk(), segment), then));
  }

  private record Check(SegmentedLog log, Segment segment, SegmentScan scan, Runnable then) {}

  private void step(Check check) {
    context.ports().background().run(() -> stepInBackground(check));
  }

  private void stepInBackground(Check check) {
    long bytes = 0;
    IOException failure = null;
    try {
      bytes = check.scan.step(STEP_BYTES);
    } catch (IOException e) {
      failure = e;
    }
    long read = bytes;
    IOException cause = failure;
    context.ports().reactor().execute(() -> onStepped(check, read, cause));
  }

  private void onStepped(Check check, long bytes, @Nullable IOException failure) {
    if (context.isClosed() || context.offlineCause() != null) {
      return;
    }
    // Else it was deleted or compacted meanwhile, and what was read means nothing.
    boolean isThere = check.log.holds(List.of(check.segment));
    boolean goesOn = isThere && failure == null && !check.scan.isDone();
    if (isThere && failure != null) {
      check.log.segments().unreadable(check.segment, failure);
    } else if (isThere && !goesOn) {
      report(check);
    }
    context
        .ports()
        .timers()
        .after(bytes * NS_PER_SECOND / rate, goesOn ? () -> step(check) : check.then);
  }

  private void report(Check check) {
    for (Stretch stretch : check.scan.found()) {
      if (!check.segment.damage().overlaps(stretch)) {
        check.log.segments().lose(check.segment, stretch);
      }
    }
  }
}
