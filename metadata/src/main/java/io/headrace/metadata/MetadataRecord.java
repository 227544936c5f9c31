package io.headrace.metadata;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One decided change of metadata. Its bytes are told in `docs/formats/metadata-records.md`; how it
/// changes the image, in [ImageBuilder].
public sealed interface MetadataRecord {

  /// The cluster begins: always the first record.
  record ClusterFormed(String clusterId) implements MetadataRecord {}

  /// A feature of the cluster works from now on at this level; 0 switches it off.
  record FeatureLevel(String feature, int level) implements MetadataRecord {}

  /// A broker came, or came back, or changed what it tells of itself.
  ///
  /// @param epoch larger than any epoch of this broker before
  /// @param incarnation drawn anew by each start of the broker
  record BrokerRegistered(
      int brokerId,
      long epoch,
      Incarnation incarnation,
      @Nullable String rack,
      List<Endpoint> endpoints,
      List<SupportedFeature> features,
      List<DirectoryId> directories,
      Standing standing)
      implements MetadataRecord {
    public BrokerRegistered {
      endpoints = List.copyOf(endpoints);
      features = List.copyOf(features);
      directories = List.copyOf(directories);
    }

    /// A broker that is in service from the start and tells nothing more of itself.
    public BrokerRegistered(
        int brokerId,
        long epoch,
        Incarnation incarnation,
        @Nullable String rack,
        List<Endpoint> endpoints) {
      this(
          brokerId, epoch, incarnation, rack, endpoints, List.of(), List.of(), Standing.IN_SERVICE);
    }
  }

  /// A broker takes part in the cluster's work in another way from now on.
  record BrokerStandingChanged(int brokerId, long epoch, Standing standing)
      implements MetadataRecord {}

  /// A broker has no use of these replicas of its own, besides those that were said before: the log
  /// directory that they are in failed. Its next registration takes that back.
  record ReplicasOffline(int brokerId, List<PartitionId> partitions) implements MetadataRecord {
    public ReplicasOffline {
      partitions = List.copyOf(partitions);
    }
  }

  /// A broker left for good.
  record BrokerUnregistered(int brokerId, long epoch) implements MetadataRecord {}

  /// A topic, as yet without partitions: those follow in the same batch.
  record TopicCreated(TopicId topicId, String name) implements MetadataRecord {}

  /// A topic with all its partitions and configs is gone.
  record TopicDeleted(TopicId topicId) implements MetadataRecord {}

  /// Partitions are added to a topic, each led, in epoch 0, by its first replica in sync.
  ///
  /// @param firstPartition the number of the first; as many as the topic has
  /// @param replicas for each of them, none empty
  /// @param inSync for each of them, none empty
  record PartitionsAdded(
      TopicId topicId, int firstPartition, List<List<Integer>> replicas, List<List<Integer>> inSync)
      implements MetadataRecord {
    public PartitionsAdded {
      replicas = replicas.stream().map(List::copyOf).toList();
      inSync = inSync.stream().map(List::copyOf).toList();
      if (replicas.size() != inSync.size()) {
        throw new IllegalArgumentException(
            replicas.size() + " partitions, " + inSync.size() + " in-sync sets");
      }
    }

    /// All replicas are in sync.
    public PartitionsAdded(TopicId topicId, int firstPartition, List<List<Integer>> replicas) {
      this(topicId, firstPartition, replicas, replicas);
    }
  }

  /// A partition is from now on as `partition` says.
  record PartitionChanged(TopicId topicId, PartitionImage partition) implements MetadataRecord {}

  /// A config was set, or, with null, given back to its default.
  record ConfigChanged(ConfigResource resource, String key, @Nullable String value)
      implements MetadataRecord {}

  /// All producer ids below this one are given away.
  record ProducerIdsAllocated(long nextProducerId) implements MetadataRecord {}
}
