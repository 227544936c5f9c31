package io.headrace.simulator.workload;

import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What must hold of a partition at the end of a run, when the node is well again and everything
/// has been read once more. (What can be seen at once is checked at once, by [PartitionHistory],
/// [ReaderClient], and [ProducerClient].)
final class LogChecker {
  private final PartitionHistory history;
  private final LogRules rules;
  private final ReaderClient reader;

  /// @param reader has read everything
  LogChecker(PartitionHistory history, LogRules rules, ReaderClient reader) {
    this.history = history;
    this.rules = rules;
    this.reader = reader;
  }

  void check(DamageLedger damage) {
    for (long offset = reader.startOffset(); offset < history.knownEnd(); offset++) {
      stillThere(offset, history.durableAt(offset), "acknowledged");
      stillThere(offset, history.readAt(offset), "read");
    }
    recordsOfEachProducerAreThereOnceAndInOrder();
    damage.lost(rules.mayHaveGaps() ? stretchesMissed() : batchesMissed());
  }

  /// Promises 1 and 2.
  private void stillThere(long offset, @Nullable Payload known, String how) {
    Payload now = reader.found().get(offset);
    if (known == null || known.equals(now) || reader.missed().contains(offset)) {
      return;
    }
    if (now != null || !rules.mayHaveGaps()) {
      throw new InvariantViolation(
          history.slot(offset)
              + " was "
              + how
              + " as "
              + known
              + " and holds "
              + (now == null ? "nothing" : now));
    }
  }

  /// Promise 3.
  private void recordsOfEachProducerAreThereOnceAndInOrder() {
    Map<String, Integer> last = new HashMap<>();
    reader
        .found()
        .forEach((offset, record) -> {
          String value = record.value();
          if (value == null || value.startsWith(Numbered.UNORDERED)) {
            return;
          }
          String name = Numbered.nameIn(value);
          int number = Numbered.numberIn(value);
          Integer before = last.put(name, number);
          if (before != null && number <= before) {
            throw new InvariantViolation(
                history.slot(offset)
                    + " holds number "
                    + number
                    + " of "
                    + name
                    + " after "
                    + before);
          }
        });
  }

  private int batchesMissed() {
    return (int)
        history.batches().stream()
            .filter(
                batch -> !reader.missed().subSet(batch.baseOffset(), batch.endOffset()).isEmpty())
            .count();
  }

  /// Where batches were joined and thinned out it cannot be said what belonged to one.
  private int stretchesMissed() {
    int stretches = 0;
    long before = Long.MIN_VALUE;
    for (long offset : reader.missed()) {
      stretches += offset == before + 1 ? 0 : 1;
      before = offset;
    }
    return stretches;
  }
}
