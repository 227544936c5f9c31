package io.headrace.controller.placement;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.BrokerConfigKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How much each broker has to do, counted in partitions, while places are being given away.
///
/// Counting takes time in proportion to all partitions: do it once per decision.
public final class Loads {
  private final Map<Integer, Load> byBroker = new TreeMap<>();

  /// What one broker has.
  static final class Load {
    final BrokerImage broker;
    private int leaders;
    private int replicas;

    Load(BrokerImage broker) {
      this.broker = broker;
    }

    int leaders() {
      return leaders;
    }

    int replicas() {
      return replicas;
    }
  }

  private Loads() {}

  /// Counts what brokers hold that can be given more: those registered and not being drained.
  public static Loads of(ClusterImage image) {
    var loads = new Loads();
    for (BrokerImage broker : image.brokers()) {
      if (!BrokerConfigKeys.isDraining(image, broker.id())) {
        loads.byBroker.put(broker.id(), new Load(broker));
      }
    }
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        loads.add(partition.replicas());
      }
    }
    return loads;
  }

  /// These brokers were given a partition, the first of them to lead it.
  void add(List<Integer> replicas) {
    for (int index = 0; index < replicas.size(); index++) {
      Load load = byBroker.get(replicas.get(index));
      if (load != null) {
        load.replicas++;
        load.leaders += index == 0 ? 1 : 0;
      }
    }
  }

  /// By id.
  List<Load> all() {
    return List.copyOf(byBroker.values());
  }

  int size() {
    return byBroker.size();
  }
}
