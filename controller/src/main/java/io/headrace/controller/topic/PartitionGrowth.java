package io.headrace.controller.topic;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ManualAssignment;
import io.headrace.controller.placement.Loads;
import io.headrace.controller.placement.PartitionCounts;
import io.headrace.controller.placement.Placement;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.RandomSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which topics get more partitions.
public final class PartitionGrowth {
  private final Placement placement;
  private final PartitionCounts counts;

  public PartitionGrowth(RandomSource random, PartitionCounts counts) {
    this.counts = counts;
    this.placement = new Placement(random);
  }

  /// A topic that is to have more partitions.
  ///
  /// @param count how many it is to have in all
  /// @param assignments the brokers of each new one, or null to have them chosen
  public record Wanted(String topic, int count, @Nullable List<List<Integer>> assignments) {}

  /// For each wanted one its refusal, or null, in their order.
  public Decision<List<@Nullable Refusal>> decide(ClusterImage image, List<Wanted> wanted) {
    var records = new ArrayList<MetadataRecord>();
    var refusals = new ArrayList<@Nullable Refusal>(wanted.size());
    long budget = TopicCreation.MAX_PARTITIONS_PER_REQUEST;
    ClusterImage soFar = image;
    Loads loads = Loads.of(image, counts);
    for (Wanted each : wanted) {
      Refusal refusal = refusalOf(soFar, loads, each, budget);
      refusals.add(refusal);
      TopicImage topic = soFar.topic(each.topic());
      if (refusal == null && topic != null) {
        List<MetadataRecord> added = List.of(recordOf(soFar, loads, topic, each));
        records.addAll(added);
        budget -= each.count() - topic.partitions().size();
        soFar = ImageBuilder.replay(soFar, soFar.offset() + 1, added);
      }
    }
    return new Decision<List<@Nullable Refusal>>(records, refusals);
  }

  private MetadataRecord recordOf(
      ClusterImage image, Loads loads, TopicImage topic, Wanted wanted) {
    int first = topic.partitions().size();
    List<List<Integer>> assignments = wanted.assignments();
    if (assignments == null) {
      int replicationFactor = topic.partitions().getFirst().replicas().size();
      assignments = placement.place(loads, wanted.count() - first, replicationFactor);
    }
    return Placement.added(image, topic.id(), first, assignments);
  }

  private static @Nullable Refusal refusalOf(
      ClusterImage image, Loads loads, Wanted wanted, long budget) {
    TopicImage topic = image.topic(wanted.topic());
    if (topic == null) {
      return new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
    }
    int now = topic.partitions().size();
    if (wanted.count() == now) {
      return invalid("Topic already has " + now + " partition(s).");
    }
    if (wanted.count() < now) {
      return invalid(
          "The topic "
              + topic.name()
              + " currently has "
              + now
              + " partition(s); "
              + wanted.count()
              + " would not be an increase.");
    }
    if (wanted.count() - now > budget) {
      return new Refusal(
          ErrorCode.POLICY_VIOLATION, "Excessively large number of partitions per request.");
    }
    int replicationFactor = topic.partitions().getFirst().replicas().size();
    return wanted.assignments() == null
        ? Placement.refusalOf(image, loads, replicationFactor)
        : refusalOf(image, wanted.assignments(), now, wanted.count(), replicationFactor);
  }

  private static @Nullable Refusal refusalOf(
      ClusterImage image,
      List<List<Integer>> assignments,
      int now,
      int count,
      int replicationFactor) {
    int added = count - now;
    if (assignments.size() != added) {
      return ManualAssignment.refusal(
          "Attempted to add "
              + added
              + " additional partition(s), but only "
              + assignments.size()
              + " assignment(s) were specified.");
    }
    for (int index = 0; index < added; index++) {
      List<Integer> brokers = assignments.get(index);
      Refusal refusal = ManualAssignment.refusalOf(image, brokers);
      if (refusal == null) {
        refusal = ManualAssignment.refusalOfStart(image, now + index, brokers);
      }
      if (refusal != null) {
        return refusal;
      }
      if (brokers.size() != replicationFactor) {
        return ManualAssignment.refusal(
            "The manual partition assignment includes a partition with "
                + brokers.size()
                + " replica(s), but this is not consistent with previous partitions, which have "
                + replicationFactor
                + " replica(s).");
      }
    }
    return null;
  }

  private static Refusal invalid(String message) {
    return new Refusal(ErrorCode.INVALID_PARTITIONS, message);
  }
}
