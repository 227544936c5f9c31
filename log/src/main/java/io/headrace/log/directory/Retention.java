package io.headrace.log.directory;

import io.headrace.log.LogConfig;
import io.headrace.log.segment.Segment;
import java.util.List;

/// Decides which segments may go by `retention.ms` and `retention.bytes`.
final class Retention {

  private Retention() {}

  /// The offset at which the log may begin from now on; 0 if nothing may go.
  ///
  /// @param durableEnd no segment that reaches beyond goes
  static long startOffset(Segments segments, LogConfig config, long durableEnd, long nowMs) {
    if (!config.delete()) {
      return 0;
    }
    List<Segment> all = segments.all();
    long surplusBytes =
        config.retentionBytes() < 0 ? -1 : segments.sizeBytes() - config.retentionBytes();
    long start = 0;
    for (int i = 0; i < all.size(); i++) {
      Segment segment = all.get(i);
      if (segment.sizeBytes() == 0) {
        continue; // compaction has left nothing of it, or it is the active one
      }
      boolean isSurplus = surplusBytes >= segment.sizeBytes();
      boolean mayGo = isSurplus || isExpired(segment, config, nowMs);
      boolean hasNoTime = segment.maxTimestamp() < 0; // no record is left: it goes with the next
      if (segment.nextOffset() > durableEnd || !(mayGo || hasNoTime)) {
        break;
      }
      surplusBytes -= segment.sizeBytes();
      start = mayGo ? segment.nextOffset() : start;
    }
    return start;
  }

  private static boolean isExpired(Segment segment, LogConfig config, long nowMs) {
    return config.retentionMs() >= 0
        && segment.maxTimestamp() >= 0
        && nowMs - segment.maxTimestamp() > config.retentionMs();
  }
}
