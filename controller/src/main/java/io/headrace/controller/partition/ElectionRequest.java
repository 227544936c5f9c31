package io.headrace.controller.partition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Leaders that somebody wants elected (KIP-460).
///
/// @param partitions null for all there are
public record ElectionRequest(Kind kind, @Nullable List<Named> partitions) {

  /// Spelled out for NullAway, which does not see the annotations of a compact constructor.
  public ElectionRequest(Kind kind, @Nullable List<Named> partitions) {
    this.kind = kind;
    this.partitions =
        partitions == null ? null : Collections.unmodifiableList(new ArrayList<>(partitions));
  }

  /// With Kafka's ids in their order.
  public enum Kind {
    /// Back to the first replica.
    PREFERRED,
    /// Anybody rather than nobody: acknowledged records may be lost.
    UNCLEAN
  }

  public record Named(String topic, int partition) {}
}
