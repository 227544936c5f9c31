package io.headrace.controller.partition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where somebody wants partitions to be (KIP-455).
///
/// @param replicationFactor whether their number of replicas may change by it
public record ReassignmentRequest(ReplicationFactor replicationFactor, List<Wanted> partitions) {
  public ReassignmentRequest {
    partitions = List.copyOf(partitions);
  }

  /// Whether partitions may get more or fewer replicas.
  public enum ReplicationFactor {
    STAYS,
    MAY_CHANGE
  }

  /// One partition.
  ///
  /// @param replicas the brokers that are to hold it, or null to give up the way it is on
  public record Wanted(String topic, int partition, @Nullable List<Integer> replicas) {

    /// Spelled out for NullAway, which does not see the annotations of a compact constructor.
    public Wanted(String topic, int partition, @Nullable List<Integer> replicas) {
      this.topic = topic;
      this.partition = partition;
      this.replicas =
          replicas == null ? null : Collections.unmodifiableList(new ArrayList<>(replicas));
    }
  }
}
