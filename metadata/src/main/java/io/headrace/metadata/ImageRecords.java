package io.headrace.metadata;

import io.headrace.base.PersistentMap;
import java.util.ArrayList;
import java.util.List;

/// Turns an image back into records that make it out of nothing: the content of a snapshot.
public final class ImageRecords {

  private ImageRecords() {}

  /// Replaying the result on [ClusterImage#EMPTY] gives an image equal to `image`, but for who
  /// leads the metadata log now, which is no part of the metadata.
  public static List<MetadataRecord> of(ClusterImage image) {
    var records = new ArrayList<MetadataRecord>();
    if (!image.clusterId().isEmpty()) {
      records.add(new MetadataRecord.ClusterFormed(image.clusterId()));
    }
    for (PersistentMap.Entry<String, Integer> feature : image.features()) {
      records.add(new MetadataRecord.FeatureLevel(feature.key(), feature.value()));
    }
    image.brokers().forEach(broker -> addBroker(records, broker));
    image.topics().forEach(topic -> addTopic(records, topic));
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
    return records;
  }

  private static void addBroker(List<MetadataRecord> records, BrokerImage broker) {
    records.add(
        new MetadataRecord.BrokerRegistered(
            broker.id(), broker.epoch(), broker.incarnation(), broker.rack(), broker.endpoints()));
    if (broker.fenced()) {
      records.add(new MetadataRecord.BrokerFenced(broker.id(), broker.epoch(), true));
    }
  }

  private static void addTopic(List<MetadataRecord> records, TopicImage topic) {
    records.add(new MetadataRecord.TopicCreated(topic.id(), topic.name()));
    if (topic.partitions().isEmpty()) {
      return;
    }
    records.add(
        new MetadataRecord.PartitionsAdded(
            topic.id(), 0, topic.partitions().stream().map(PartitionImage::replicas).toList()));
    for (PartitionImage partition : topic.partitions()) {
      if (!isAsCreated(partition)) {
        records.add(
            new MetadataRecord.PartitionChanged(
                topic.id(),
                partition.partition(),
                partition.leader(),
                partition.leaderEpoch(),
                partition.inSync()));
      }
    }
  }

  private static boolean isAsCreated(PartitionImage partition) {
    return partition.leader() == partition.replicas().getFirst()
        && partition.leaderEpoch() == 0
        && partition.inSync().equals(partition.replicas());
  }
}
