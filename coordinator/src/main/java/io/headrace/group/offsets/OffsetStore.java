package io.headrace.group.offsets;

import io.headrace.base.TopicPartition;
import io.headrace.group.state.CommittedOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The committed offsets of all groups of one coordinator: the newest record of each key. Remembers
/// and decides nothing.
public final class OffsetStore {

  private final Map<String, Map<TopicPartition, CommittedOffset>> byGroup = new LinkedHashMap<>();

  public @Nullable CommittedOffset get(String groupId, TopicPartition partition) {
    Map<TopicPartition, CommittedOffset> offsets = byGroup.get(groupId);
    return offsets == null ? null : offsets.get(partition);
  }

  /// All offsets of a group, in the order of their first commit.
  public Map<TopicPartition, CommittedOffset> of(String groupId) {
    return Collections.unmodifiableMap(byGroup.getOrDefault(groupId, Map.of()));
  }

  public boolean hasAny(String groupId) {
    return byGroup.containsKey(groupId);
  }

  /// The groups that have any.
  public Set<String> groups() {
    return Collections.unmodifiableSet(byGroup.keySet());
  }

  public void put(String groupId, TopicPartition partition, CommittedOffset offset) {
    byGroup.computeIfAbsent(groupId, _ -> new LinkedHashMap<>()).put(partition, offset);
  }

  public void remove(String groupId, TopicPartition partition) {
    Map<TopicPartition, CommittedOffset> offsets = byGroup.get(groupId);
    if (offsets != null) {
      offsets.remove(partition);
      if (offsets.isEmpty()) {
        byGroup.remove(groupId);
      }
    }
  }
}
