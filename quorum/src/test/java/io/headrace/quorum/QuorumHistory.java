package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What any node of a quorum ever said, and what of it contradicts.
final class QuorumHistory {
  private final TreeMap<Long, MetadataRecord> committed = new TreeMap<>();
  private final TreeMap<Integer, Integer> leaders = new TreeMap<>();

  /// In words; empty while all is well.
  final List<String> complaints = new ArrayList<>();

  /// A node said that these are decided.
  void onCommitted(int node, long lastOffset, List<MetadataRecord> records) {
    long first = lastOffset - records.size() + 1;
    for (int index = 0; index < records.size(); index++) {
      MetadataRecord before = committed.putIfAbsent(first + index, records.get(index));
      if (before != null && !before.equals(records.get(index))) {
        complaints.add(
            "offset %d was %s and is %s on node %d"
                .formatted(first + index, before, records.get(index), node));
      }
    }
  }

  /// A node says that it leads.
  void onLeads(int node, int epoch) {
    Integer before = leaders.putIfAbsent(epoch, node);
    if (before != null && before != node) {
      complaints.add("epoch %d is led by %d and %d".formatted(epoch, before, node));
    }
  }

  /// How many epochs have had a leader.
  int terms() {
    return leaders.size();
  }

  /// The last offset that anybody was told of; −1 if none.
  long lastOffset() {
    return committed.isEmpty() ? -1 : committed.lastKey();
  }

  int recordCount() {
    return committed.size();
  }
}
