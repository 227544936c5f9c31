package io.headrace.metadata;

import io.headrace.base.PersistentMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// Turns an image back into records that make it out of nothing: the content of a snapshot.
public final class ImageRecords {

  private ImageRecords() {}

  /// Replaying the result on [ClusterImage#EMPTY] gives an image equal to `image`, but for who
  /// leads the metadata log now, which is no part of the metadata.
  public static List<MetadataRecord> of(ClusterImage image) {
    var records = new ArrayList<MetadataRecord>();
    lazily(image).forEach(records::add);
    return records;
  }

  /// The same, made as they are asked for, topic by topic; any thread may ask.
  public static Iterable<MetadataRecord> lazily(ClusterImage image) {
    return () -> new Walk(image);
  }

  /// What is few first, then topic by topic.
  private static final class Walk implements Iterator<MetadataRecord> {
    private final Deque<MetadataRecord> ready = new ArrayDeque<>();
    private final Iterator<TopicImage> topics;

    Walk(ClusterImage image) {
      addFew(ready, image);
      topics = image.topics().iterator();
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || topics.hasNext();
    }

    @Override
    public MetadataRecord next() {
      if (ready.isEmpty()) {
        addTopic(ready, topics.next());
      }
      return ready.remove();
    }
  }

  private static void addFew(Collection<MetadataRecord> records, ClusterImage image) {
    if (!image.clusterId().isEmpty()) {
      records.add(new MetadataRecord.ClusterFormed(image.clusterId()));
    }
    for (PersistentMap.Entry<String, Integer> feature : image.features()) {
      records.add(new MetadataRecord.FeatureLevel(feature.key(), feature.value()));
    }
    image.brokers().forEach(broker -> addBroker(records, broker));
    for (PersistentMap.Entry<ConfigResource, ConfigImage> config : image.configs()) {
      config
          .value()
          .values()
          .forEach((key, value) ->
              records.add(new MetadataRecord.ConfigChanged(config.key(), key, value)));
    }
    if (image.nextProducerId() > 0) {
      records.add(new MetadataRecord.ProducerIdsAllocated(image.nextProducerId()));
    }
  }

  private static void addBroker(Collection<MetadataRecord> records, BrokerImage broker) {
    records.add(
        new MetadataRecord.BrokerRegistered(
            broker.id(),
            broker.epoch(),
            broker.incarnation(),
            broker.rack(),
            broker.endpoints(),
            broker.features(),
            broker.directories(),
            broker.standing()));
    if (!broker.offlineReplicas().isEmpty()) {
      records.add(new MetadataRecord.ReplicasOffline(broker.id(), broker.offlineReplicas()));
    }
  }

  private static void addTopic(Collection<MetadataRecord> records, TopicImage topic) {
    records.add(new MetadataRecord.TopicCreated(topic.id(), topic.name()));
    if (topic.partitions().isEmpty()) {
      return;
    }
    List<PartitionImage> created = topic.partitions().stream().map(ImageRecords::created).toList();
    records.add(
        new MetadataRecord.PartitionsAdded(
            topic.id(),
            0,
            created.stream().map(PartitionImage::replicas).toList(),
            created.stream().map(PartitionImage::inSync).toList()));
    for (PartitionImage partition : topic.partitions()) {
      if (!partition.equals(created.get(partition.partition()))) {
        records.add(new MetadataRecord.PartitionChanged(topic.id(), partition));
      }
    }
  }

  /// What a partition begins as: in sync with those that are so now, or, if nobody is, all.
  private static PartitionImage created(PartitionImage partition) {
    List<Integer> inSync = partition.inSync().isEmpty() ? partition.replicas() : partition.inSync();
    return PartitionImage.created(partition.partition(), partition.replicas(), inSync);
  }
}
