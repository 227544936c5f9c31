package io.headrace.metadata;

import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One decided change of metadata. Its bytes are told in `docs/formats/metadata-records.md`; how it
/// changes the image, in [ImageBuilder].
public sealed interface MetadataRecord {

  /// The cluster begins: always the first record.
  record ClusterFormed(String clusterId) implements MetadataRecord {}

  /// A feature of the cluster works from now on at this level; 0 switches it off.
  record FeatureLevel(String feature, int level) implements MetadataRecord {}

  /// A broker came, or came back, or changed its endpoints.
  ///
  /// @param epoch larger than any epoch of this broker before
  /// @param incarnation drawn anew by each start of the broker
  record BrokerRegistered(
      int brokerId,
      long epoch,
      Incarnation incarnation,
      @Nullable String rack,
      List<Endpoint> endpoints)
      implements MetadataRecord {
    public BrokerRegistered {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// A broker is kept from leading and from clients' eyes, or that ends.
  record BrokerFenced(int brokerId, long epoch, boolean fenced) implements MetadataRecord {}

  /// A broker left for good.
  record BrokerUnregistered(int brokerId, long epoch) implements MetadataRecord {}

  /// A topic, as yet without partitions: those follow in the same batch.
  record TopicCreated(TopicId topicId, String name) implements MetadataRecord {}

  /// A topic with all its partitions and configs is gone.
  record TopicDeleted(TopicId topicId) implements MetadataRecord {}

  /// Partitions are added to a topic.
  ///
  /// @param firstPartition the number of the first; as many as the topic has
  /// @param replicas for each of them, the first one leads, in epoch 0, with all in sync
  record PartitionsAdded(TopicId topicId, int firstPartition, List<List<Integer>> replicas)
      implements MetadataRecord {
    public PartitionsAdded {
      replicas = replicas.stream().map(List::copyOf).toList();
    }
  }

  /// Leadership or the in-sync set of a partition changed.
  ///
  /// @param leader −1 if no broker leads it
  record PartitionChanged(
      TopicId topicId, int partition, int leader, int leaderEpoch, List<Integer> inSync)
      implements MetadataRecord {
    public PartitionChanged {
      inSync = List.copyOf(inSync);
    }
  }

  /// A config was set, or, with null, given back to its default.
  record ConfigChanged(ConfigResource resource, String key, @Nullable String value)
      implements MetadataRecord {}

  /// All producer ids below this one are given away.
  record ProducerIdsAllocated(long nextProducerId) implements MetadataRecord {}
}
