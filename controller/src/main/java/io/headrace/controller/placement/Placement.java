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
import java.util.List;
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
    Ranking ranking = loads.ranking(random);
    ranking.beginTopic();
    var placed = new ArrayList<List<Integer>>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      placed.add(ranking.place(replicationFactor));
    }
    return placed;
  }

  /// A broker to take the place of one that goes; −1 if there is none in service.
  ///
  /// @param staying the other replicas
  /// @param notThese who is not to be chosen
  public int replacement(Loads loads, List<Integer> staying, List<Integer> notThese) {
    List<String> racks = racksOf(loads, staying);
    Load best = null;
    long bestInRack = 0;
    int equals = 0;
    for (Load load : loads.all()) {
      if (!load.broker.inService() || notThese.contains(load.broker.id())) {
        continue;
      }
      long inRack = racks.stream().filter(it -> it.equals(load.broker.rack())).count();
      int order = best == null ? -1 : compare(inRack, load.replicas(), bestInRack, best.replicas());
      equals = order < 0 ? 1 : order == 0 ? equals + 1 : equals;
      if (order < 0 || (order == 0 && random.nextInt(equals) == 0)) {
        best = load;
        bestInRack = inRack;
      }
    }
    if (best == null) {
      return -1;
    }
    best.addFollower();
    return best.broker.id();
  }

  private static int compare(long inRack, int replicas, long otherInRack, int otherReplicas) {
    int byRack = Long.compare(inRack, otherInRack);
    return byRack != 0 ? byRack : Integer.compare(replicas, otherReplicas);
  }

  private static List<String> racksOf(Loads loads, List<Integer> brokers) {
    return loads.all().stream()
        .filter(load -> brokers.contains(load.broker.id()))
        .map(load -> load.broker.rack())
        .filter(Objects::nonNull)
        .toList();
  }
}
