package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.AskingOffsets;
import io.headrace.simulator.client.Fetching;
import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.SimulatedClient;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;

/// Reads one partition in order, from the beginning, again and again; whatever it gets must agree
/// with all that was ever read or acknowledged there, and with the rules of the log.
final class ReaderClient {
  private static final int REREAD_ONE_IN = 12;

  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final Fetching fetching;
  private final AskingOffsets offsets;
  private final PartitionHistory history;
  private final LogRules rules;
  private final DamageLedger damage;
  private boolean stopped = true;
  private boolean lastPass;
  private int pass;
  private long position;
  private long highWatermark = -1;
  private long startOffset;
  private final TreeMap<Long, Payload> found = new TreeMap<>();
  private final TreeSet<Long> missed = new TreeSet<>();

  ReaderClient(Stage stage, PartitionHistory history, LogRules rules) {
    this.client = stage.client();
    this.random = client.random();
    this.fetching = new Fetching(client, history.target());
    this.offsets = new AskingOffsets(client, history.target());
    this.history = history;
    this.rules = rules;
    this.damage = stage.damage();
  }

  void start() {
    stopped = false;
    rewind();
    fetch(pass);
  }

  void stop() {
    stopped = true;
    pass++;
  }

  /// Begins at the start once more, and ends at the end.
  void lastPass() {
    lastPass = true;
    start();
  }

  /// Whether everything up to the high watermark has been read in this pass.
  boolean atEnd() {
    return highWatermark >= 0 && position >= highWatermark;
  }

  /// What was read in this pass.
  TreeMap<Long, Payload> found() {
    return found;
  }

  /// The offsets that could not be read in this pass because they are damaged.
  TreeSet<Long> missed() {
    return missed;
  }

  /// Where the log began when it was last said.
  long startOffset() {
    return startOffset;
  }

  long highWatermark() {
    return highWatermark;
  }

  private void rewind() {
    pass++;
    position = 0;
    highWatermark = -1;
    found.clear();
    missed.clear();
    rules.onPassBegins();
  }

  private void fetch(int ofPass) {
    if (stopped || ofPass != pass) {
      return;
    }
    long from = position;
    long lowestStart = rules.lowestStart();
    fetching.from(
        from,
        answer -> {
          if (answer != null && !stopped && ofPass == pass && from == position) {
            onAnswer(answer, lowestStart);
          }
          client.soon(() -> fetch(pass));
        });
  }

  private void onAnswer(Fetching.Answer answer, long lowestStart) {
    switch (answer.error()) {
      case NONE -> onRecords(answer, lowestStart);
      case OFFSET_OUT_OF_RANGE -> goToStart(pass);
      case CORRUPT_MESSAGE -> skip("the node says so");
      default -> {}
    }
  }

  private void onRecords(Fetching.Answer answer, long lowestStart) {
    checkStart(answer.startOffset(), lowestStart);
    if (position < answer.startOffset()) {
      throw new InvariantViolation(
          history.slot(position) + " was read though the log starts at " + answer.startOffset());
    }
    for (Found each : answer.records()) {
      checkGap(each.offset());
      if (each.offset() >= answer.highWatermark()) {
        throw new InvariantViolation(
            history.slot(each.offset())
                + " was shown above the high watermark "
                + answer.highWatermark());
      }
      history.read(each);
      rules.found(each);
      found.put(each.offset(), each.payload());
      position = each.offset() + 1;
    }
    checkGap(answer.nextOffset());
    position = answer.nextOffset();
    if (answer.damaged()) {
      if (lastPass) {
        throw new InvariantViolation(
            history.slot(position) + " was served rotten, though it was found on the disk");
      }
      skip("its checksum is wrong");
    }
    onHighWatermark(answer.highWatermark());
  }

  private void onHighWatermark(long now) {
    if (now < position) {
      throw new InvariantViolation(
          "the high watermark of "
              + history.target()
              + " is "
              + now
              + ", but a reader was at "
              + position);
    }
    highWatermark = now;
    if (atEnd()) {
      if (missed.isEmpty()) {
        rules.onPassEnds(highWatermark);
      }
      if (!lastPass && random.oneIn(REREAD_ONE_IN)) {
        rewind();
      }
    }
  }

  private void checkGap(long next) {
    if (next > position && !rules.mayHaveGaps()) {
      throw new InvariantViolation(
          history.slot(position) + " is missing, the next record is at " + next);
    }
  }

  private void checkStart(long start, long lowestStart) {
    if (start < lowestStart || start > rules.highestStart()) {
      throw new InvariantViolation(
          history.target()
              + " starts at "
              + start
              + ", not between "
              + lowestStart
              + " and "
              + rules.highestStart());
    }
    startOffset = start;
  }

  /// What the reader wanted is gone: that must be because the log starts later now.
  private void goToStart(int ofPass) {
    long from = position;
    long lowestStart = rules.lowestStart();
    offsets.at(
        AskingOffsets.EARLIEST,
        answer -> {
          if (answer == null || answer.error() != Errors.NONE || ofPass != pass) {
            return;
          }
          checkStart(answer.offset(), lowestStart);
          if (position == from) {
            if (answer.offset() <= from) {
              throw new InvariantViolation(
                  history.slot(from)
                      + " is out of range, though the log starts at "
                      + answer.offset());
            }
            found.clear();
            position = answer.offset();
          }
        });
  }

  private void skip(String why) {
    damage.missed(history.slot(position), why);
    missed.add(position);
    position++;
  }
}
