package io.headrace.controller;

import io.headrace.base.TopicId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which topics a broker holds partitions of, so that what happens to one broker costs time by what
/// it holds and not by what there is.
///
/// With a million partitions there are millions of entries, so each is no more than a place in a
/// list. A list may name a topic twice, or one that the broker holds no more: that is found out
/// when somebody looks, and when half of all entries may be so, all are made anew.
///
/// Runs on: the reactor of the active controller.
final class TopicsByBroker {

  /// Fewer are not worth being made anew.
  private static final int MIN_STALE = 10_000;

  private final Map<Integer, List<TopicId>> topics = new HashMap<>();
  private long entries;
  private long stale;

  /// Begins anew with what is in this image.
  void begin(ClusterImage image) {
    topics.clear();
    entries = 0;
    stale = 0;
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        add(topic.id(), partition.replicas());
      }
    }
  }

  /// @param records that led from one image to the other
  void onChange(ImageChange change, List<MetadataRecord> records) {
    for (MetadataRecord record : records) {
      switch (record) {
        case MetadataRecord.PartitionsAdded it ->
            it.replicas().forEach(replicas -> add(it.topicId(), replicas));
        case MetadataRecord.PartitionChanged it -> onPartition(change.before(), it);
        case MetadataRecord.TopicDeleted it -> onDeleted(change.before().topic(it.topicId()));
        default -> {}
      }
    }
    if (stale > MIN_STALE && stale > entries / 2) {
      begin(change.after());
    }
  }

  /// Most changes leave the replicas where they are.
  private void onPartition(ClusterImage before, MetadataRecord.PartitionChanged record) {
    TopicImage topic = before.topic(record.topicId());
    PartitionImage was = topic == null ? null : topic.partition(record.partition().partition());
    List<Integer> replicas = record.partition().replicas();
    if (was == null || !was.replicas().equals(replicas)) {
      stale += was == null ? 0 : was.replicas().size();
      add(record.topicId(), replicas);
    }
  }

  private void onDeleted(@Nullable TopicImage topic) {
    if (topic != null) {
      topic.partitions().forEach(each -> stale += each.replicas().size());
    }
  }

  private void add(TopicId topic, List<Integer> replicas) {
    for (int broker : replicas) {
      List<TopicId> ofBroker = topics.computeIfAbsent(broker, _ -> new ArrayList<>());
      if (ofBroker.isEmpty() || !ofBroker.getLast().equals(topic)) {
        ofBroker.add(topic);
        entries++;
      }
    }
  }

  /// How many entries there are, those included that are of no use any more.
  long entries() {
    return entries;
  }

  /// The topics of which this broker holds partitions in this image.
  List<TopicImage> heldBy(int broker, ClusterImage image) {
    List<TopicId> before = topics.getOrDefault(broker, List.of());
    var held = new ArrayList<TopicImage>();
    var seen = new HashSet<TopicId>();
    for (TopicId id : before) {
      TopicImage topic = image.topic(id);
      if (topic != null && holds(topic, broker) && seen.add(id)) {
        held.add(topic);
      }
    }
    if (held.size() < before.size()) {
      var now = new ArrayList<TopicId>(held.size());
      held.forEach(topic -> now.add(topic.id()));
      topics.put(broker, now);
      entries += now.size() - before.size();
    }
    return held;
  }

  /// The same, and perhaps some more, without a look at any: for who looks at each himself.
  List<TopicId> perhapsHeldBy(int broker) {
    return topics.getOrDefault(broker, List.of());
  }

  private static boolean holds(TopicImage topic, int broker) {
    for (PartitionImage partition : topic.partitions()) {
      for (int replica : partition.replicas()) {
        if (replica == broker) {
          return true;
        }
      }
    }
    return false;
  }
}
