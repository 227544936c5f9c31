package io.headrace.replication;

import io.headrace.base.TopicId;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The partitions that this broker leads, found by the name and by the id of their topic.
///
/// Runs on: the reactor.
final class LedPartitions {

  /// By number; null where this broker does not lead; no entry if it leads nothing of a topic. Only
  /// looked up in, never walked through.
  private final Map<String, @Nullable Partition[]> byName = new HashMap<>();

  private final Map<TopicId, @Nullable Partition[]> byId = new TreeMap<>();

  @Nullable Partition find(String topic, int partition) {
    return at(byName.get(topic), partition);
  }

  @Nullable Partition find(TopicId topic, int partition) {
    return at(byId.get(topic), partition);
  }

  /// Those of one topic by number, to be looked at only; null if nothing of it is led.
  @Nullable Partition @Nullable [] of(TopicId topic) {
    return byId.get(topic);
  }

  /// All, by topic id and number.
  Collection<Partition> all() {
    var all = new ArrayList<Partition>();
    byId.values().forEach(ofTopic -> addTo(all, ofTopic));
    return all;
  }

  /// Those of which anything is led.
  Set<TopicId> topics() {
    return byId.keySet();
  }

  /// @param now by number, as many as the topic has; null where this broker does not lead
  void put(TopicImage topic, @Nullable Partition[] now) {
    if (Arrays.stream(now).anyMatch(Objects::nonNull)) {
      byId.put(topic.id(), now);
      byName.put(topic.name(), now);
    } else {
      remove(topic);
    }
  }

  /// One more partition of this topic is led.
  void add(TopicImage topic, Partition partition) {
    @Nullable Partition[] all =
        byId.computeIfAbsent(topic.id(), _ -> new @Nullable Partition[topic.partitions().size()]);
    all[partition.id().partition()] = partition;
    byName.put(topic.name(), all);
  }

  /// Those that were led, by number.
  List<Partition> remove(TopicImage topic) {
    var removed = new ArrayList<Partition>();
    @Nullable Partition[] known = byId.remove(topic.id());
    if (known != null) {
      byName.remove(topic.name(), known);
      addTo(removed, known);
    }
    return removed;
  }

  private static void addTo(List<Partition> all, @Nullable Partition[] ofTopic) {
    for (Partition partition : ofTopic) {
      if (partition != null) {
        all.add(partition);
      }
    }
  }

  static @Nullable Partition at(@Nullable Partition @Nullable [] ofTopic, int partition) {
    return ofTopic == null || partition < 0 || partition >= ofTopic.length
        ? null
        : ofTopic[partition];
  }
}
