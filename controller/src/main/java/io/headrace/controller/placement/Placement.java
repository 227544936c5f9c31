package io.headrace.controller.placement;

import io.headrace.base.TopicId;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.placement.Loads.Load;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.RandomSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Chooses brokers for partitions. In order of weight: a broker that serves now; a rack that does
/// not hold the partition yet; the broker with the least to do, first in this topic and then in
/// all; chance.
///
/// Brokers that are fenced get replicas only where there are not enough others, and never lead.
public final class Placement {
  private final RandomSource random;

  public Placement(RandomSource random) {
    this.random = random;
  }

  /// Null if so many replicas can be placed.
  public static @Nullable Refusal refusalOf(
      ClusterImage image, Loads loads, int replicationFactor) {
    if (replicationFactor > loads.size()) {
      return new Refusal(
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "Unable to replicate the partition "
              + replicationFactor
              + " time(s): The target replication factor of "
              + replicationFactor
              + " cannot be reached because only "
              + loads.size()
              + " broker(s) are registered or some brokers have all their log directories"
              + " cordoned.");
    }
    return loads.all().stream().anyMatch(load -> load.broker.inService())
        ? null
        : new Refusal(
            ErrorCode.INVALID_REPLICATION_FACTOR, "All brokers are currently fenced or cordoned.");
  }

  /// The record of new partitions on these brokers: in sync are those that serve now.
  public static MetadataRecord.PartitionsAdded added(
      ClusterImage image, TopicId topic, int firstPartition, List<List<Integer>> replicas) {
    List<List<Integer>> inSync =
        replicas.stream()
            .map(each -> each.stream().filter(broker -> isInService(image, broker)).toList())
            .toList();
    return new MetadataRecord.PartitionsAdded(topic, firstPartition, replicas, inSync);
  }

  private static boolean isInService(ClusterImage image, int id) {
    BrokerImage broker = image.broker(id);
    return broker != null && broker.inService();
  }

  /// Places the new partitions of one topic; `loads` count them afterwards.
  public List<List<Integer>> place(Loads loads, int partitions, int replicationFactor) {
    Map<Integer, Integer> leadersHere = new HashMap<>();
    Map<Integer, Integer> replicasHere = new HashMap<>();
    var placed = new ArrayList<List<Integer>>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      var replicas = new ArrayList<Integer>(replicationFactor);
      Comparator<Load> forLeader =
          Comparator.<Load>comparingInt(load -> load.broker.inService() ? 0 : 1)
              .thenComparingInt(load -> leadersHere.getOrDefault(load.broker.id(), 0))
              .thenComparingInt(Load::leaders)
              .thenComparingInt(Load::replicas);
      replicas.add(best(loads, replicas, forLeader));
      leadersHere.merge(replicas.getFirst(), 1, Integer::sum);
      Comparator<Load> forFollower =
          Comparator.comparingInt(load -> replicasHere.getOrDefault(load.broker.id(), 0));
      while (replicas.size() < replicationFactor) {
        replicas.add(best(loads, replicas, apart(loads, replicas, forFollower)));
      }
      replicas.forEach(broker -> replicasHere.merge(broker, 1, Integer::sum));
      loads.add(replicas);
      placed.add(replicas);
    }
    return placed;
  }

  /// A broker to take the place of one that goes; −1 if there is none in service.
  ///
  /// @param staying the other replicas
  /// @param notThese who is not to be chosen
  public int replacement(Loads loads, List<Integer> staying, List<Integer> notThese) {
    int chosen = best(loads, notThese, apart(loads, staying, Comparator.comparingInt(_ -> 0)));
    boolean serves =
        loads.all().stream()
            .anyMatch(load -> load.broker.id() == chosen && load.broker.inService());
    if (serves) {
      loads.add(List.of(chosen));
    }
    return serves ? chosen : -1;
  }

  private static Comparator<Load> apart(
      Loads loads, List<Integer> replicas, Comparator<Load> inTopic) {
    List<String> racks =
        loads.all().stream()
            .filter(load -> replicas.contains(load.broker.id()))
            .map(load -> load.broker.rack())
            .filter(Objects::nonNull)
            .toList();
    return Comparator.<Load>comparingInt(load -> load.broker.inService() ? 0 : 1)
        .thenComparingLong(
            load -> racks.stream().filter(it -> it.equals(load.broker.rack())).count())
        .thenComparing(inTopic)
        .thenComparingInt(Load::replicas);
  }

  /// The best that is none of `taken`, by chance where several are; −1 if there is none.
  private int best(Loads loads, List<Integer> taken, Comparator<Load> order) {
    int chosen = -1;
    Load best = null;
    int equals = 0;
    for (Load load : loads.all()) {
      if (taken.contains(load.broker.id())) {
        continue;
      }
      int comparison = best == null ? -1 : order.compare(load, best);
      equals = comparison < 0 ? 1 : comparison == 0 ? equals + 1 : equals;
      if (comparison < 0 || (comparison == 0 && random.nextInt(equals) == 0)) {
        best = load;
        chosen = load.broker.id();
      }
    }
    return chosen;
  }
}
