package io.headrace.simulator.cluster;

import io.headrace.simulator.client.AskingOffsets;
import io.headrace.simulator.client.FetchSession;
import io.headrace.simulator.client.Fetching;
import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.cluster.ClusterClient.Leader;
import io.headrace.simulator.workload.PartitionHistory;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// Reads a partition in order from its beginning, at whoever leads it, and now and then at another
/// node (KIP-392). Every offset must hold one record, the same for ever, and the end of what may be
/// read must not go back behind it, nor where it begins in front of what was deleted. What may be
/// missing, [Missing] says.
///
/// Of even partitions it reads in fetch sessions, of odd ones without. One in three, by the seed,
/// is a client that knows no leader epochs (kafka-python, librdkafka before 2.1): it goes wherever
/// it is sent, and nobody can tell from what it asks whom it has asked before.
final class ClusterReader {

  /// For so long a node trusts what it has checked or written.
  private static final long UNCHECKED_NS = 100_000_000;

  private static final int ELSEWHERE_ONE_IN = 4;
  private static final int ASK_END_ONE_IN = 9;
  private static final int WITHOUT_EPOCHS_ONE_IN = 3;
  private static final int UNKNOWN_EPOCH = -1;

  private final ClusterClient client;
  private final Target target;
  private final PartitionHistory history;
  private final Missing missing;
  private final boolean knowsEpochs;
  private final TreeMap<Long, Found> found = new TreeMap<>();
  private final Map<Integer, FetchSession> sessions = new TreeMap<>();
  private int leader = ClusterClient.NOBODY;

  /// The newest that any node told: who leads in an older one is not asked. Without epochs, what
  /// was told last.
  private int leaderEpoch = -1;

  private int fetches;
  private long start;
  private long position;
  private long lowestStart;
  private long highWatermark = -1;
  private long askedNs;
  private boolean stopped;

  ClusterReader(ClusterClient client, PartitionHistory history, Missing missing) {
    this.client = client;
    this.target = history.target();
    this.history = history;
    this.missing = missing;
    this.knowsEpochs = (client.seed() + target.partition()) % WITHOUT_EPOCHS_ONE_IN != 0;
  }

  void begin() {
    fetch();
  }

  void stop() {
    stopped = true;
  }

  /// Stops; what is returned reads from the beginning.
  ClusterReader anew() {
    stop();
    return new ClusterReader(client, history, missing);
  }

  /// Where it began to read: what was before that was deleted.
  long start() {
    return start;
  }

  /// After the last record that was read.
  long position() {
    return position;
  }

  /// Whether all that was acknowledged was read.
  boolean hasReadAll() {
    return position >= history.knownEnd();
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
      client.findTerm(target, this::onLeader);
      return;
    }
    if (++fetches % ASK_END_ONE_IN == 0) {
      askEnd();
      return;
    }
    boolean elsewhere = fetches % ELSEWHERE_ONE_IN == 0;
    int node = elsewhere ? client.anotherThan(leader, fetches / ELSEWHERE_ONE_IN) : leader;
    askedNs = client.nowNs();
    lowestStart = missing.lowestStart(leaderEpoch);
    var fetching = new Fetching(client.at(node), target, toldEpoch(), sessionWith(node));
    if (elsewhere) {
      fetching.atFollowerFrom(position, answer -> onAnswer(node, answer));
    } else {
      fetching.from(position, answer -> onAnswer(node, answer));
    }
  }

  private void onLeader(Leader told) {
    if (told.epoch() >= leaderEpoch || !knowsEpochs) {
      leader = told.node();
      leaderEpoch = told.epoch();
    }
    client.soon(this::fetch);
  }

  private @Nullable FetchSession sessionWith(int node) {
    return target.partition() % 2 == 0
        ? sessions.computeIfAbsent(node, _ -> new FetchSession())
        : null;
  }

  private void onAnswer(int node, Fetching.@Nullable Answer answer) {
    if (stopped) {
      return;
    }
    boolean ofLeader = node == leader;
    if (answer == null) {
      lookForAnother(ofLeader);
    } else {
      switch (answer.error()) {
        case NONE -> take(node, answer);
        case OFFSET_OUT_OF_RANGE -> {
          if (ofLeader && position >= missing.highestStart()) {
            throw refused(node, answer);
          } else if (ofLeader) {
            findStart();
            return;
          }
        }
        case CORRUPT_MESSAGE, UNKNOWN_SERVER_ERROR -> throw refused(node, answer);
        default -> lookForAnother(ofLeader);
      }
    }
    client.soon(this::fetch);
  }

  /// What was to be read next may have been deleted.
  private void findStart() {
    asking()
        .at(
            AskingOffsets.EARLIEST,
            told -> {
              if (told == null || told.error() != Errors.NONE) {
                lookForAnother(true);
              } else {
                checkStart(told.offset());
                start = Math.max(position, told.offset());
                position = start;
              }
              client.soon(this::fetch);
            });
  }

  /// Nobody may be told that there is less than somebody has read.
  private void askEnd() {
    long known = position;
    asking()
        .at(
            AskingOffsets.LATEST,
            told -> {
              if (told == null || told.error() != Errors.NONE) {
                lookForAnother(true);
              } else if (told.offset() < known) {
                throw new InvariantViolation(
                    "the end of %s is %d at node %d, and %d was read before"
                        .formatted(target, told.offset(), leader, known));
              }
              client.soon(this::fetch);
            });
  }

  private AskingOffsets asking() {
    return new AskingOffsets(client.at(leader), target, toldEpoch());
  }

  private int toldEpoch() {
    return knowsEpochs ? leaderEpoch : UNKNOWN_EPOCH;
  }

  private void lookForAnother(boolean leaderFailed) {
    leader = leaderFailed ? ClusterClient.NOBODY : leader;
  }

  private InvariantViolation refused(int node, Fetching.Answer answer) {
    return new InvariantViolation(
        history.slot(position) + " was to be read at " + node + ": " + answer.error());
  }

  private void take(int node, Fetching.Answer answer) {
    if (node == leader && answer.highWatermark() < position) {
      throw new InvariantViolation(
          "the high watermark of %s is %d at node %d, and %d was read before"
              .formatted(target, answer.highWatermark(), node, position));
    }
    if (node == leader) {
      checkStart(answer.startOffset());
    }
    highWatermark = answer.highWatermark();
    if (answer.damaged() && askedNs - client.rottenNs() > UNCHECKED_NS) {
      throw new InvariantViolation(
          history.slot(answer.nextOffset()) + " is damaged at node " + node);
    }
    for (Found each : answer.records()) {
      boolean follows =
          missing.mayHaveGaps() ? each.offset() >= position : each.offset() == position;
      if (!follows || each.offset() >= highWatermark) {
        throw new InvariantViolation(
            "after %s came %d, with a high watermark of %d"
                .formatted(history.slot(position - 1), each.offset(), highWatermark));
      }
      history.read(each);
      found.put(each.offset(), each);
      position = each.offset() + 1;
    }
    if (missing.mayHaveGaps()) {
      position = Math.max(position, Math.min(answer.nextOffset(), highWatermark));
    }
  }

  private void checkStart(long told) {
    if (told < lowestStart || told > missing.highestStart()) {
      throw new InvariantViolation(
          "%s begins at %d at node %d in epoch %d: all before %d was deleted, and nothing from %d on"
              .formatted(target, told, leader, leaderEpoch, lowestStart, missing.highestStart()));
    }
  }

  @Override
  public String toString() {
    return "reader of %s at %d in epoch %d: %d of %d"
        .formatted(target, leader, leaderEpoch, position, highWatermark);
  }
}
