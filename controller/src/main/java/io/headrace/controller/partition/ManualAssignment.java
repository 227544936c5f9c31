package io.headrace.controller.partition;

import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks brokers that somebody chose for a partition. The words are Kafka's.
public final class ManualAssignment {

  private ManualAssignment() {}

  /// Null if these brokers can hold a partition.
  public static @Nullable Refusal refusalOf(ClusterImage image, List<Integer> replicas) {
    if (replicas.isEmpty()) {
      return refusal("The manual partition assignment includes an empty replica list.");
    }
    Set<Integer> seen = new HashSet<>();
    for (int broker : replicas) {
      if (image.broker(broker) == null) {
        return refusal(
            "The manual partition assignment includes broker "
                + broker
                + ", but no such broker is registered.");
      }
      if (!seen.add(broker)) {
        return refusal(
            "The manual partition assignment includes the broker " + broker + " more than once.");
      }
    }
    return null;
  }

  /// Null if one of these brokers can lead a new partition.
  public static @Nullable Refusal refusalOfStart(
      ClusterImage image, int partition, List<Integer> replicas) {
    for (int id : replicas) {
      BrokerImage broker = image.broker(id);
      if (broker != null && broker.inService()) {
        return null;
      }
    }
    return refusal(
        "All brokers specified in the manual partition assignment for partition "
            + partition
            + " are fenced or in controlled shutdown.");
  }

  /// With the error for assignments that cannot be.
  public static Refusal refusal(String message) {
    return new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  }
}
