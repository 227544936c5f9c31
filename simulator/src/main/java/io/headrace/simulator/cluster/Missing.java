package io.headrace.simulator.cluster;

/// What may be missing from a partition that somebody reads. Without more, nothing: it begins at 0
/// and has no gaps.
interface Missing {
  Missing NOTHING = new Missing() {};

  /// Of each key, all records but the last may be gone.
  Missing WHAT_COMPACTION_TAKES =
      new Missing() {
        @Override
        public boolean mayHaveGaps() {
          return true;
        }
      };

  /// The log may not begin after this.
  default long highestStart() {
    return 0;
  }

  /// Who leads in this epoch may not have anything before this any more, as was promised before
  /// now.
  default long lowestStart(int leaderEpoch) {
    return 0;
  }

  /// Whether compaction may have taken records.
  default boolean mayHaveGaps() {
    return false;
  }
}
