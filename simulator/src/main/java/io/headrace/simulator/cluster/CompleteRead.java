package io.headrace.simulator.cluster;

import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.workload.Numbered;
import io.headrace.simulator.workload.PartitionHistory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a partition holds at the end of a run, read once more from the beginning: everything that
/// was ever acknowledged or read, and of each producer every record once and in order.
final class CompleteRead {
  private final PartitionHistory history;
  private final Missing missing;
  private final ClusterReader reader;

  CompleteRead(ClusterClient client, PartitionHistory history, Missing missing) {
    this.history = history;
    this.missing = missing;
    this.reader = new ClusterReader(client, history, missing);
  }

  void start() {
    reader.begin();
  }

  boolean complete() {
    return reader.position() >= history.knownEnd();
  }

  void check() {
    reader.stop();
    Map<String, Integer> last = new HashMap<>();
    for (long offset = reader.start(); offset < history.knownEnd(); offset++) {
      Found found = reader.found().get(offset);
      if (!missing.mayHaveGaps()) {
        stillThere(offset, history.durableAt(offset), "acknowledged");
        stillThere(offset, history.readAt(offset), "read");
      }
      if (found != null) {
        follows(offset, Objects.requireNonNull(found.payload().value()), last);
      }
    }
    if (missing.mayHaveGaps()) {
      checkLatest();
    }
  }

  /// Compaction leaves the last record of each key.
  private void checkLatest() {
    Map<String, Long> now = new HashMap<>();
    reader.found().forEach((offset, found) -> now.put(keyOf(found.payload()), offset));
    for (long offset = 0; offset < history.knownEnd(); offset++) {
      Payload durable = history.durableAt(offset);
      Payload known = durable == null ? history.readAt(offset) : durable;
      if (known != null && now.getOrDefault(keyOf(known), -1L) < offset) {
        throw new InvariantViolation(
            "%s held %s, and the last record of its key is at %s now"
                .formatted(history.slot(offset), known, now.get(keyOf(known))));
      }
    }
  }

  private static String keyOf(Payload payload) {
    return String.valueOf(payload.key());
  }

  private void stillThere(long offset, @Nullable Payload known, String how) {
    Found now = reader.found().get(offset);
    if (known != null && (now == null || !known.equals(now.payload()))) {
      throw new InvariantViolation(
          "%s was %s as %s and holds %s".formatted(history.slot(offset), how, known, now));
    }
  }

  private void follows(long offset, String value, Map<String, Integer> last) {
    String name = Numbered.nameIn(value);
    int number = Numbered.numberIn(value);
    Integer before = last.put(name, number);
    boolean maySkip =
        missing.mayHaveGaps() || Numbered.maySkip(name) || (before == null && offset0IsGone());
    if (maySkip
        ? before != null && number <= before
        : number != (before == null ? 0 : before + 1)) {
      throw new InvariantViolation(
          "%s holds number %d of %s after %s"
              .formatted(history.slot(offset), number, name, before));
    }
  }

  private boolean offset0IsGone() {
    return reader.start() > 0;
  }

  @Override
  public String toString() {
    return reader.toString();
  }
}
