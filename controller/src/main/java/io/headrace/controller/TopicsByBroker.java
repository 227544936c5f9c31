package io.headrace.controller;

import io.headrace.base.TopicId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// Which topics a broker holds partitions of, so that what happens to one broker costs time by what
/// it holds and not by what there is. It may name too many topics: who does not hold a topic any
/// more is forgotten when somebody looks.
///
/// Runs on: the reactor of the active controller.
final class TopicsByBroker {
  private final Map<Integer, SequencedSet<TopicId>> topics = new HashMap<>();

  /// Begins anew with what is in this image.
  void begin(ClusterImage image) {
    topics.clear();
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        add(topic.id(), partition.replicas());
      }
    }
  }

  void onRecords(List<MetadataRecord> records) {
    for (MetadataRecord record : records) {
      if (record instanceof MetadataRecord.PartitionsAdded it) {
        it.replicas().forEach(replicas -> add(it.topicId(), replicas));
      } else if (record instanceof MetadataRecord.PartitionChanged it) {
        add(it.topicId(), it.partition().replicas());
      }
    }
  }

  private void add(TopicId topic, List<Integer> replicas) {
    for (int broker : replicas) {
      topics.computeIfAbsent(broker, _ -> new LinkedHashSet<>()).add(topic);
    }
  }

  /// The topics of which this broker holds partitions in this image.
  List<TopicImage> heldBy(int broker, ClusterImage image) {
    SequencedSet<TopicId> ids = topics.get(broker);
    if (ids == null) {
      return List.of();
    }
    var held = new ArrayList<TopicImage>(ids.size());
    ids.removeIf(id -> {
      TopicImage topic = image.topic(id);
      if (topic != null && holds(topic, broker)) {
        held.add(topic);
        return false;
      }
      return true;
    });
    return held;
  }

  private static boolean holds(TopicImage topic, int broker) {
    return topic.partitions().stream().anyMatch(each -> each.replicas().contains(broker));
  }
}
