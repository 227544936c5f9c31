package io.headrace.simulator.cluster;

import io.headrace.simulator.client.Fetching;
import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.workload.PartitionHistory;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a partition in order from its beginning, at whoever leads it. Every offset must hold one
/// record, the same for ever, and the end of what may be read must not go back behind it.
final class ClusterReader {
  private final ClusterClient client;
  private final Target target;
  private final PartitionHistory history;
  private final TreeMap<Long, Found> found = new TreeMap<>();
  private int leader = ClusterClient.NOBODY;
  private long position;
  private long highWatermark = -1;
  private boolean stopped;

  ClusterReader(ClusterClient client, PartitionHistory history) {
    this.client = client;
    this.target = history.target();
    this.history = history;
  }

  void start() {
    fetch();
  }

  void stop() {
    stopped = true;
  }

  /// After the last record that was read.
  long position() {
    return position;
  }

  /// What was read, by offset.
  TreeMap<Long, Found> found() {
    return found;
  }

  private void fetch() {
    if (stopped) {
      return;
    }
    if (leader == ClusterClient.NOBODY) {
      client.findLeader(
          target,
          it -> {
            leader = it;
            client.soon(this::fetch);
          });
      return;
    }
    new Fetching(client.at(leader), target).from(position, this::onAnswer);
  }

  private void onAnswer(Fetching.@Nullable Answer answer) {
    if (stopped) {
      return;
    }
    if (answer == null) {
      leader = ClusterClient.NOBODY;
    } else {
      switch (answer.error()) {
        case NONE -> take(answer);
        case OFFSET_OUT_OF_RANGE, CORRUPT_MESSAGE, UNKNOWN_SERVER_ERROR ->
            throw new InvariantViolation(
                history.slot(position) + " was to be read at " + leader + ": " + answer.error());
        default -> leader = ClusterClient.NOBODY;
      }
    }
    client.soon(this::fetch);
  }

  private void take(Fetching.Answer answer) {
    if (answer.highWatermark() < position) {
      throw new InvariantViolation(
          "the high watermark of %s is %d at node %d, and %d was read before"
              .formatted(target, answer.highWatermark(), leader, position));
    }
    highWatermark = answer.highWatermark();
    if (answer.damaged()) {
      throw new InvariantViolation(history.slot(answer.nextOffset()) + " is damaged");
    }
    for (Found each : answer.records()) {
      if (each.offset() != position || each.offset() >= highWatermark) {
        throw new InvariantViolation(
            "after %s came %d, with a high watermark of %d"
                .formatted(history.slot(position - 1), each.offset(), highWatermark));
      }
      history.read(each);
      found.put(each.offset(), each);
      position++;
    }
  }

  @Override
  public String toString() {
    return "reader of %s at %d: %d of %d".formatted(target, leader, position, highWatermark);
  }
}
