package io.headrace.controller.simulated;

import io.headrace.metadata.MetadataLog.NotLeader;
import io.headrace.metadata.MetadataRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/// A metadata log as consensus makes it: one history that all nodes hear sooner or later, and the
/// leader's wishes, of which the next leader keeps the first few.
final class SharedLog {

  /// Records that are decided together.
  record Batch(long lastOffset, List<MetadataRecord> records) {}

  private final Random random;
  private final UnaryOperator<MetadataRecord> bug;
  private final List<Batch> committed = new ArrayList<>();
  private final Deque<Batch> pending = new ArrayDeque<>();
  private int leader = -1;
  private int epoch;

  /// @param bug alters what controllers decide
  SharedLog(Random random, UnaryOperator<MetadataRecord> bug) {
    this.random = random;
    this.bug = bug;
  }

  int leader() {
    return leader;
  }

  int epoch() {
    return epoch;
  }

  List<Batch> committed() {
    return committed;
  }

  long append(int node, int inEpoch, List<MetadataRecord> records) {
    if (node != leader || inEpoch != epoch) {
      throw new NotLeader(node + " does not lead");
    }
    long last = pending.isEmpty() ? lastCommitted() : pending.getLast().lastOffset();
    var batch = new Batch(last + records.size(), records.stream().map(bug).toList());
    pending.addLast(batch);
    return batch.lastOffset();
  }

  /// Some of what waits is decided.
  void commitSome() {
    for (int count = random.nextInt(4); count > 0 && !pending.isEmpty(); count--) {
      committed.add(pending.removeFirst());
    }
  }

  /// Somebody else leads, or nobody (−1); what is not decided by then never will be.
  void elect(int newLeader) {
    commitSome();
    pending.clear();
    leader = newLeader;
    epoch++;
  }

  private long lastCommitted() {
    return committed.isEmpty() ? -1 : committed.getLast().lastOffset();
  }
}
