package io.headrace.controller.placement;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.runtime.RandomSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much each broker has to do, counted in partitions, while places are being given away.
public final class Loads {
  private final List<Load> byId = new ArrayList<>();
  private @Nullable Ranking ranking;

  /// What one broker has.
  static final class Load {
    final BrokerImage broker;
    private int leaders;
    private int replicas;

    Load(BrokerImage broker, int leaders, int replicas) {
      this.broker = broker;
      this.leaders = leaders;
      this.replicas = replicas;
    }

    int leaders() {
      return leaders;
    }

    int replicas() {
      return replicas;
    }

    /// It was given a partition to follow.
    void addFollower() {
      replicas++;
    }

    /// It was given a partition to lead.
    void addLeader() {
      replicas++;
      leaders++;
    }
  }

  private Loads() {}

  /// Those of brokers that can be given more: registered and not being drained. Takes time by the
  /// number of brokers.
  ///
  /// @param counts of this image
  public static Loads of(ClusterImage image, PartitionCounts counts) {
    var loads = new Loads();
    for (BrokerImage broker : image.brokers()) {
      if (!BrokerConfigKeys.isDraining(image, broker.id())) {
        int id = broker.id();
        loads.byId.add(new Load(broker, counts.preferred(image, id), counts.replicas(image, id)));
      }
    }
    return loads;
  }

  /// By id.
  List<Load> all() {
    return byId;
  }

  int size() {
    return byId.size();
  }

  /// The brokers in the order of what they have; from now on only the ranking gives partitions
  /// away.
  Ranking ranking(RandomSource random) {
    Ranking known = ranking;
    if (known == null) {
      known = new Ranking(byId, random);
      ranking = known;
    }
    return known;
  }
}
