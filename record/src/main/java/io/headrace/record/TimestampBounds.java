package io.headrace.record;

import org.jspecify.annotations.Nullable;

/// The first and the last timestamp that records may carry now.
record TimestampBounds(long earliestMs, long latestMs) {

  static TimestampBounds of(BatchRules rules, long nowMs) {
    if (rules.timestampType() == TimestampType.LOG_APPEND_TIME) {
      return new TimestampBounds(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    long before = rules.timestampBeforeMaxMs();
    long after = rules.timestampAfterMaxMs();
    return new TimestampBounds(
        before >= nowMs ? Long.MIN_VALUE : nowMs - before,
        after >= Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + after);
  }

  /// What is wrong with a timestamp, if anything.
  @Nullable BatchDefect defectOf(long timestamp) {
    if (timestamp == RecordBatch.NO_TIMESTAMP) {
      return null;
    }
    if (timestamp < 0) {
      return BatchDefect.NEGATIVE_TIMESTAMP;
    }
    if (timestamp < earliestMs) {
      return BatchDefect.TIMESTAMP_TOO_OLD;
    }
    return timestamp > latestMs ? BatchDefect.TIMESTAMP_TOO_NEW : null;
  }
}
