package io.headrace.simulator.workload;

import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.Payload;
import java.util.List;

/// What a partition's owner may have done with its old records. Without more, nothing: the log
/// starts at 0 and has no gaps.
interface LogRules {

  /// The log may not start before this, as was promised before now.
  default long lowestStart() {
    return 0;
  }

  /// The log may not start after this.
  default long highestStart() {
    return 0;
  }

  /// Whether records may be missing in the middle.
  default boolean mayHaveGaps() {
    return false;
  }

  /// These records are on their way.
  default void sent(List<Payload> batch) {}

  /// These records were promised to be durable.
  default void acknowledged(long baseOffset, List<Payload> batch) {}

  /// A reader goes to the start of the log.
  default void onPassBegins() {}

  /// A reader found this.
  default void found(Found found) {}

  /// A reader that began at the start has come to the end.
  default void onPassEnds(long endOffset) {}
}
