package io.headrace.metadata;

import io.headrace.base.PersistentMap;
import io.headrace.base.TopicId;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.MetadataRecord.BrokerRegistered;
import io.headrace.metadata.MetadataRecord.BrokerStandingChanged;
import io.headrace.metadata.MetadataRecord.BrokerUnregistered;
import io.headrace.metadata.MetadataRecord.ClusterFormed;
import io.headrace.metadata.MetadataRecord.ConfigChanged;
import io.headrace.metadata.MetadataRecord.FeatureLevel;
import io.headrace.metadata.MetadataRecord.PartitionChanged;
import io.headrace.metadata.MetadataRecord.PartitionsAdded;
import io.headrace.metadata.MetadataRecord.ProducerIdsAllocated;
import io.headrace.metadata.MetadataRecord.ReplicasOffline;
import io.headrace.metadata.MetadataRecord.TopicCreated;
import io.headrace.metadata.MetadataRecord.TopicDeleted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes the next image from one image and the records decided after it.
///
/// This is the only place where records change metadata. A record that does not fit the image (a
/// change of a topic that is not there) is our own mistake and stops the node: what is decided was
/// checked before.
public final class ImageBuilder {
  private final long offset;
  private String clusterId;
  private int controllerId;
  private long nextProducerId;
  private PersistentMap<String, Integer> features;
  private PersistentMap<Integer, BrokerImage> brokers;
  private PersistentMap<String, TopicImage> topicsByName;
  private PersistentMap<TopicId, TopicImage> topicsById;
  private PersistentMap<ConfigResource, ConfigImage> configs;
  private int partitionCount;
  private final Map<TopicId, List<PartitionImage>> edited = new LinkedHashMap<>();

  public ImageBuilder(ClusterImage image) {
    offset = image.offset();
    clusterId = image.clusterId();
    controllerId = image.controllerId();
    nextProducerId = image.nextProducerId();
    features = image.features();
    brokers = image.brokersById();
    topicsByName = image.topicsByName();
    topicsById = image.topicsById();
    configs = image.configs();
    partitionCount = image.partitionCount();
  }

  /// The image after `records`, the last of which has `lastOffset`.
  public static ClusterImage replay(
      ClusterImage image, long lastOffset, List<MetadataRecord> records) {
    var builder = new ImageBuilder(image);
    records.forEach(builder::replay);
    return builder.build(lastOffset);
  }

  public ClusterImage build(long lastOffset) {
    if (lastOffset < offset) {
      throw new IllegalStateException("offset " + lastOffset + " is before " + offset);
    }
    edited.forEach((id, partitions) -> put(new TopicImage(id, topic(id).name(), partitions)));
    edited.clear();
    return new ClusterImage(
        lastOffset,
        clusterId,
        controllerId,
        nextProducerId,
        features,
        brokers,
        topicsByName,
        topicsById,
        configs,
        partitionCount);
  }

  public void setController(int brokerId) {
    controllerId = brokerId;
  }

  public void replay(MetadataRecord record) {
    switch (record) {
      case ClusterFormed formed -> clusterId = formed.clusterId();
      case FeatureLevel it ->
          features =
              it.level() == 0
                  ? features.without(it.feature())
                  : features.with(it.feature(), it.level());
      case BrokerRegistered it -> brokers = brokers.with(it.brokerId(), registered(it));
      case BrokerStandingChanged it ->
          brokers = brokers.with(it.brokerId(), broker(it.brokerId()).with(it.standing()));
      case ReplicasOffline it ->
          brokers = brokers.with(it.brokerId(), broker(it.brokerId()).without(it.partitions()));
      case BrokerUnregistered it -> brokers = brokers.without(it.brokerId());
      case TopicCreated it -> onTopicCreated(it);
      case TopicDeleted it -> onTopicDeleted(it);
      case PartitionsAdded it -> partitionsOf(it.topicId()).addAll(partitions(it));
      case PartitionChanged it ->
          partitionsOf(it.topicId()).set(it.partition().partition(), it.partition());
      case ConfigChanged it -> onConfigChanged(it);
      case ProducerIdsAllocated it -> nextProducerId = it.nextProducerId();
    }
  }

  private static BrokerImage registered(BrokerRegistered it) {
    return new BrokerImage(
        it.brokerId(),
        it.epoch(),
        it.incarnation(),
        it.rack(),
        it.endpoints(),
        it.features(),
        it.directories(),
        it.standing(),
        List.of());
  }

  private void onTopicCreated(TopicCreated it) {
    if (topicsByName.get(it.name()) != null || topicsById.get(it.topicId()) != null) {
      throw new IllegalStateException("there is such a topic already: " + it);
    }
    put(new TopicImage(it.topicId(), it.name(), List.of()));
  }

  private void onTopicDeleted(TopicDeleted it) {
    TopicImage topic = topic(it.topicId());
    edited.remove(topic.id());
    partitionCount -= topic.partitions().size();
    topicsByName = topicsByName.without(topic.name());
    topicsById = topicsById.without(topic.id());
    configs = configs.without(new ConfigResource(Type.TOPIC, topic.name()));
  }

  private static List<PartitionImage> partitions(PartitionsAdded it) {
    var added = new ArrayList<PartitionImage>(it.replicas().size());
    for (List<Integer> replicas : it.replicas()) {
      int number = it.firstPartition() + added.size();
      added.add(PartitionImage.created(number, replicas, it.inSync().get(added.size())));
    }
    return added;
  }

  /// The partitions of a topic, to be changed until the image is built: many changes of one topic
  /// copy them once.
  private List<PartitionImage> partitionsOf(TopicId id) {
    return edited.computeIfAbsent(id, _ -> new ArrayList<>(topic(id).partitions()));
  }

  private void onConfigChanged(ConfigChanged it) {
    ConfigImage before = configs.get(it.resource());
    ConfigImage after = (before == null ? ConfigImage.EMPTY : before).with(it.key(), it.value());
    configs = after.isEmpty() ? configs.without(it.resource()) : configs.with(it.resource(), after);
  }

  private void put(TopicImage topic) {
    for (int number = 0; number < topic.partitions().size(); number++) {
      assert topic.partitions().get(number).partition() == number : topic;
    }
    TopicImage before = topicsById.get(topic.id());
    int partitionsBefore = before == null ? 0 : before.partitions().size();
    partitionCount += topic.partitions().size() - partitionsBefore;
    topicsByName = topicsByName.with(topic.name(), topic);
    topicsById = topicsById.with(topic.id(), topic);
  }

  private TopicImage topic(TopicId id) {
    TopicImage topic = topicsById.get(id);
    if (topic == null) {
      throw new IllegalStateException("no topic " + id);
    }
    return topic;
  }

  private BrokerImage broker(int id) {
    BrokerImage broker = brokers.get(id);
    if (broker == null) {
      throw new IllegalStateException("no broker " + id);
    }
    return broker;
  }
}
