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
  private final ClusterReader reader;

  CompleteRead(ClusterClient client, PartitionHistory history) {
    this.history = history;
    this.reader = new ClusterReader(client, history);
  }

  void start() {
    reader.start();
  }

  boolean complete() {
    return reader.position() >= history.knownEnd();
  }

  void check() {
    reader.stop();
    Map<String, Integer> last = new HashMap<>();
    for (long offset = 0; offset < history.knownEnd(); offset++) {
      Found found = reader.found().get(offset);
      stillThere(offset, history.durableAt(offset), "acknowledged");
      stillThere(offset, history.readAt(offset), "read");
      if (found != null) {
        follows(offset, Objects.requireNonNull(found.payload().value()), last);
      }
    }
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
    if (number != (before == null ? 0 : before + 1)) {
      throw new InvariantViolation(
          "%s holds number %d of %s after %s"
              .formatted(history.slot(offset), number, name, before));
    }
  }

  @Override
  public String toString() {
    return reader.toString();
  }
}
