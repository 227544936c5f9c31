package io.headrace.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the clients of one run saw: what was acknowledged to them, and what they read. It knows
/// nothing of the inside of a node.
final class History {

  /// A place in a log.
  record Slot(String topic, int partition, long offset) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int byTopic = topic.compareTo(other.topic);
      if (byTopic != 0) {
        return byTopic;
      }
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
  }

  /// A batch that was acknowledged as durable.
  record Acknowledged(String topic, int partition, long baseOffset, List<String> values) {
    long endOffset() {
      return baseOffset + values.size();
    }
  }

  private final TreeMap<Slot, String> durable = new TreeMap<>();
  private final TreeMap<Slot, String> read = new TreeMap<>();
  private final List<Acknowledged> batches = new ArrayList<>();
  private final TreeMap<String, Long> committedOffsets = new TreeMap<>();
  private final TreeMap<String, Integer> topics = new TreeMap<>();

  /// A producer was told that its batch is durable.
  void acknowledged(Acknowledged batch) {
    batches.add(batch);
    for (int i = 0; i < batch.values.size(); i++) {
      Slot slot = new Slot(batch.topic, batch.partition, batch.baseOffset + i);
      String before = durable.putIfAbsent(slot, batch.values.get(i));
      if (before != null && !before.equals(batch.values.get(i))) {
        throw new InvariantViolation(
            slot + " was given to " + before + " and then to " + batch.values.get(i));
      }
      checkAgainst(read, slot, batch.values.get(i));
    }
  }

  /// A reader got this record.
  void read(Slot slot, String value) {
    checkAgainst(read, slot, value);
    checkAgainst(durable, slot, value);
    read.put(slot, value);
  }

  private static void checkAgainst(TreeMap<Slot, String> known, Slot slot, String value) {
    String before = known.get(slot);
    if (before != null && !before.equals(value)) {
      throw new InvariantViolation(slot + " held " + before + " and now holds " + value);
    }
  }

  void topicCreated(String topic, int partitions) {
    topics.put(topic, partitions);
  }

  void offsetCommitted(String group, long offset) {
    committedOffsets.put(group, offset);
  }

  @Nullable Long committedOffset(String group) {
    return committedOffsets.get(group);
  }

  TreeMap<Slot, String> durable() {
    return durable;
  }

  TreeMap<Slot, String> readSoFar() {
    return read;
  }

  List<Acknowledged> batches() {
    return batches;
  }

  TreeMap<String, Integer> topics() {
    return topics;
  }
}
