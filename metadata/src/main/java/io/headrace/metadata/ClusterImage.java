package io.headrace.metadata;

import io.headrace.base.PartitionId;
import io.headrace.base.PersistentMap;
import io.headrace.base.TopicId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything this node knows of the cluster at one metadata offset. Immutable; two successive
/// images share all that did not change between them. [ImageBuilder] makes the next one.
///
/// @param offset of the last metadata record in it, −1 at the very beginning
/// @param clusterId 22 characters of URL-safe Base64; empty until the cluster is formed
/// @param nextProducerId no producer id from here on has been given away
/// @param partitionCount how many partitions all topics have together
public record ClusterImage(
    long offset,
    String clusterId,
    int controllerId,
    long nextProducerId,
    PersistentMap<String, Integer> features,
    PersistentMap<Integer, BrokerImage> brokersById,
    PersistentMap<String, TopicImage> topicsByName,
    PersistentMap<TopicId, TopicImage> topicsById,
    PersistentMap<ConfigResource, ConfigImage> configs,
    int partitionCount) {

  /// Before the first record.
  public static final ClusterImage EMPTY =
      new ClusterImage(
          -1,
          "",
          -1,
          0,
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          0);

  public @Nullable TopicImage topic(String name) {
    return topicsByName.get(name);
  }

  public @Nullable TopicImage topic(TopicId id) {
    return topicsById.get(id);
  }

  public @Nullable PartitionImage partition(PartitionId id) {
    TopicImage topic = topic(id.topicId());
    return topic == null ? null : topic.partition(id.partition());
  }

  /// All topics, by name.
  public Collection<TopicImage> topics() {
    return topicsByName.view(PersistentMap.Entry::value);
  }

  /// The topics whose names are `name` or come after it.
  public Iterator<PersistentMap.Entry<String, TopicImage>> topicsFrom(String name) {
    return topicsByName.iteratorFrom(name);
  }

  /// All registered brokers, by id.
  public Collection<BrokerImage> brokers() {
    return brokersById.view(PersistentMap.Entry::value);
  }

  public @Nullable BrokerImage broker(int id) {
    return brokersById.get(id);
  }

  /// The replicas of a partition that cannot be used: their broker is not in service, or their log
  /// directory failed.
  public List<Integer> offlineReplicas(TopicId topic, PartitionImage partition) {
    var offline = new ArrayList<Integer>();
    for (int replica : partition.replicas()) {
      BrokerImage broker = broker(replica);
      if (broker == null
          || broker.fenced()
          || broker.isOffline(new PartitionId(topic, partition.partition()))) {
        offline.add(replica);
      }
    }
    return offline;
  }

  /// What was set for a resource (only what was set: no defaults).
  public ConfigImage config(ConfigResource resource) {
    ConfigImage config = configs.get(resource);
    return config == null ? ConfigImage.EMPTY : config;
  }

  /// All resources for which anything is set.
  public Collection<ConfigResource> configuredResources() {
    return configs.view(PersistentMap.Entry::key);
  }
}
