package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.AskingOffsets;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Target;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// Asks a partition that rests for offsets by timestamp, and compares with what was read there.
final class TimeIndexCheck {
  private static final int QUESTIONS = 6;

  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final Target target;
  private final AskingOffsets offsets;
  private TreeMap<Long, Payload> records = new TreeMap<>();
  private boolean begun;
  private int answered;

  TimeIndexCheck(Stage stage, Target target) {
    this.client = stage.client();
    this.random = client.random();
    this.target = target;
    this.offsets = new AskingOffsets(client, target);
  }

  /// @param all the records that the partition holds, by offset
  void begin(TreeMap<Long, Payload> all) {
    begun = true;
    records = all;
    ask();
  }

  boolean done() {
    return begun && (records.isEmpty() || answered >= QUESTIONS);
  }

  private void ask() {
    if (done()) {
      return;
    }
    long wanted = answered == 0 ? AskingOffsets.MAX_TIMESTAMP : someTimestamp();
    offsets.at(
        wanted,
        answer -> {
          if (answer == null || answer.error() != Errors.NONE) {
            client.soon(this::ask);
            return;
          }
          compare(wanted, answer);
          answered++;
          ask();
        });
  }

  /// One that is there, or a little beside it.
  private long someTimestamp() {
    long from = records.firstKey();
    Long near = records.ceilingKey(random.between(from, records.lastKey()));
    Payload record = records.get(near == null ? from : near);
    return (record == null ? 0 : record.timestampMs()) + random.nextInt(3) - 1;
  }

  private void compare(long wanted, AskingOffsets.Answer answer) {
    Map.Entry<Long, Payload> right =
        wanted == AskingOffsets.MAX_TIMESTAMP ? latest() : firstAtOrAfter(wanted);
    long offset = right == null ? -1 : right.getKey();
    long timestampMs = right == null ? -1 : right.getValue().timestampMs();
    if (answer.offset() != offset || answer.timestampMs() != timestampMs) {
      throw new InvariantViolation(
          target
              + " was asked for time "
              + wanted
              + " and answered "
              + answer
              + ", but the record is "
              + offset
              + " of time "
              + timestampMs);
    }
  }

  private Map.@Nullable Entry<Long, Payload> firstAtOrAfter(long wanted) {
    for (Map.Entry<Long, Payload> each : records.entrySet()) {
      if (each.getValue().timestampMs() >= wanted) {
        return each;
      }
    }
    return null;
  }

  private Map.@Nullable Entry<Long, Payload> latest() {
    Map.Entry<Long, Payload> latest = null;
    for (Map.Entry<Long, Payload> each : records.entrySet()) {
      if (latest == null || each.getValue().timestampMs() > latest.getValue().timestampMs()) {
        latest = each;
      }
    }
    return latest;
  }
}
