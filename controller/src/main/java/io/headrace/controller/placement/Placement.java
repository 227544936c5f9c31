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
    var inSync = new ArrayList<List<Integer>>(replicas.size());
    for (List<Integer> each : replicas) {
      inSync.add(inService(image, each));
    }
    return new MetadataRecord.PartitionsAdded(topic, firstPartition, replicas, inSync);
  }

  /// Those that serve now; mostly all, and then the same list.
  private static List<Integer> inService(ClusterImage image, List<Integer> brokers) {
    for (int broker : brokers) {
      if (!isInService(image, broker)) {
        return brokers.stream().filter(each -> isInService(image, each)).toList();
      }
    }
    return brokers;
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
    int bestInRack = 0;
    int equals = 0;
    for (Load load : loads.all()) {
      if (!load.broker.inService() || notThese.contains(load.broker.id())) {
        continue;
      }
      int inRack = timesIn(racks, load.broker.rack());
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

  private static int compare(int inRack, int replicas, int otherInRack, int otherReplicas) {
    int byRack = Integer.compare(inRack, otherInRack);
    return byRack != 0 ? byRack : Integer.compare(replicas, otherReplicas);
  }

  private static int timesIn(List<String> racks, @Nullable String rack) {
    int times = 0;
    for (String each : racks) {
      times += each.equals(rack) ? 1 : 0;
    }
    return times;
  }

  private static List<String> racksOf(Loads loads, List<Integer> brokers) {
    var racks = new ArrayList<String>(brokers.size());
    for (Load load : loads.all()) {
      String rack = load.broker.rack();
      if (rack != null && brokers.contains(load.broker.id())) {
        racks.add(rack);
      }
    }
    return racks;
  }
}
