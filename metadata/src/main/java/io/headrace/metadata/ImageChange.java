package io.headrace.metadata;

import io.headrace.base.TopicId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// From one image to the next: what a subscriber needs to know to follow without comparing all.
///
/// @param topics those created, deleted, or changed, each once, in the order of the first change
/// @param resources those whose configs were changed
/// @param brokers whether brokers came, went, or changed
public record ImageChange(
    ClusterImage before,
    ClusterImage after,
    List<TopicChange> topics,
    List<ConfigResource> resources,
    boolean brokers) {

  /// One topic before and after.
  ///
  /// @param before null if it is new
  /// @param after null if it is deleted
  public record TopicChange(TopicId id, @Nullable TopicImage before, @Nullable TopicImage after) {}

  /// What these records made of `before`.
  public static ImageChange of(
      ClusterImage before, ClusterImage after, List<MetadataRecord> records) {
    SequencedSet<TopicId> topicIds = new LinkedHashSet<>();
    SequencedSet<ConfigResource> resources = new LinkedHashSet<>();
    boolean brokers = before.controllerId() != after.controllerId();
    for (MetadataRecord record : records) {
      switch (record) {
        case MetadataRecord.TopicCreated it -> topicIds.add(it.topicId());
        case MetadataRecord.TopicDeleted it -> topicIds.add(it.topicId());
        case MetadataRecord.PartitionsAdded it -> topicIds.add(it.topicId());
        case MetadataRecord.PartitionChanged it -> topicIds.add(it.topicId());
        case MetadataRecord.ConfigChanged it -> resources.add(it.resource());
        case MetadataRecord.BrokerRegistered _ -> brokers = true;
        case MetadataRecord.BrokerStandingChanged _ -> brokers = true;
        case MetadataRecord.ReplicasOffline _ -> brokers = true;
        case MetadataRecord.BrokerUnregistered _ -> brokers = true;
        case MetadataRecord.ClusterFormed _ -> {}
        case MetadataRecord.FeatureLevel _ -> {}
        case MetadataRecord.ProducerIdsAllocated _ -> {}
      }
    }
    return new ImageChange(
        before, after, topicChanges(before, after, topicIds), List.copyOf(resources), brokers);
  }

  /// Everything that differs between two images, whatever led from one to the other.
  public static ImageChange between(ClusterImage before, ClusterImage after) {
    SequencedSet<TopicId> topicIds = new LinkedHashSet<>();
    before.topics().forEach(topic -> addIfChanged(topicIds, topic, after.topic(topic.id())));
    after.topics().forEach(topic -> addIfChanged(topicIds, topic, before.topic(topic.id())));
    SequencedSet<ConfigResource> resources = new LinkedHashSet<>();
    for (ClusterImage image : List.of(before, after)) {
      for (ConfigResource resource : image.configuredResources()) {
        if (!before.config(resource).equals(after.config(resource))) {
          resources.add(resource);
        }
      }
    }
    boolean brokers =
        before.controllerId() != after.controllerId()
            || !before.brokersById().equals(after.brokersById());
    return new ImageChange(
        before, after, topicChanges(before, after, topicIds), List.copyOf(resources), brokers);
  }

  private static void addIfChanged(
      SequencedSet<TopicId> ids, TopicImage topic, @Nullable TopicImage other) {
    if (!topic.equals(other)) {
      ids.add(topic.id());
    }
  }

  private static List<TopicChange> topicChanges(
      ClusterImage before, ClusterImage after, SequencedSet<TopicId> ids) {
    var changes = new ArrayList<TopicChange>(ids.size());
    for (TopicId id : ids) {
      changes.add(new TopicChange(id, before.topic(id), after.topic(id)));
    }
    return changes;
  }
}
