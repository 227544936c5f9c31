package io.headrace.cli.fetch;

import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Brokers;
import io.headrace.cli.wire.Connection;
import io.headrace.cli.wire.Interruption;
import io.headrace.cli.wire.Refusals;
import io.headrace.cli.wire.TopicLeaders;
import io.headrace.cli.wire.TopicLeaders.Creation;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Reads the partitions of a topic, and asks for what comes next before it hands over what came.
///
/// A node that goes away is looked for again, for twice the timeout of the command. Runs on: the
/// main thread.
public final class WireSource implements Source {

  private static final long PAUSE_MS = 100;

  private final TopicLeaders leaders;
  private final Target target;
  private final String topic;
  private final Position from;
  private final Interruption interruption;
  private final SortedMap<Integer, Long> positions = new TreeMap<>();
  private final Map<Integer, Long> ends;
  private final Map<Connection, Fetching> underway = new LinkedHashMap<>();
  private volatile boolean interrupted;
  private long lostAtNs;
  private boolean lost;

  private WireSource(TopicLeaders leaders, Target target, Settings settings) throws IOException {
    this.leaders = leaders;
    this.target = target;
    this.topic = settings.topic();
    this.from = settings.from();
    var partitions = partitions(settings);
    this.ends = Offsets.at(leaders, partitions, new Position.End());
    positions.putAll(Offsets.at(leaders, partitions, from));
    positions.replaceAll((partition, offset) ->
        offset == Offsets.BEHIND_THE_END ? ends.getOrDefault(partition, 0L) : offset);
    this.interruption = Interruption.of(() -> interrupted = true);
  }

  /// @throws Failure if nobody listens there, or there is no such topic or partition
  public static WireSource open(Target target, Settings settings) {
    Brokers brokers = Brokers.connect(target);
    try {
      return new WireSource(
          new TopicLeaders(brokers, settings.topic(), Creation.NONE), target, settings);
    } catch (IOException e) {
      brokers.close();
      throw Refusals.lost(e, "read topic " + settings.topic(), target.bootstrap());
    } catch (Failure e) {
      brokers.close();
      throw e;
    }
  }

  // hot: ConsumeVerbBenchmark
  @Override
  public boolean poll(Visitor visitor) {
    try {
      askIdleLeaders();
      for (Connection leader : List.copyOf(underway.keySet())) {
        if (interrupted || !receive(leader, visitor)) {
          break;
        }
      }
      lost = false;
    } catch (IOException e) {
      recover(e);
    }
    return !interrupted;
  }

  @Override
  public boolean isAtEnd() {
    for (var end : ends.entrySet()) {
      if (positions.getOrDefault(end.getKey(), 0L) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    leaders.close();
    interruption.over();
  }

  private TreeSet<Integer> partitions(Settings settings) throws IOException {
    ErrorCode error = leaders.refresh();
    var partitions = new TreeSet<Integer>();
    if (error == ErrorCode.NONE) {
      partitions.addAll(
          settings.partitions().isEmpty() ? leaders.partitions() : settings.partitions());
    }
    boolean missing =
        error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
            || !leaders.partitions().containsAll(partitions);
    if (missing) {
      throw new Failure(
          Exit.NOT_FOUND,
          "cannot read topic " + topic,
          target.bootstrap() + " has no such topic or partition",
          "headrace topic list");
    }
    if (error != ErrorCode.NONE) {
      throw Refusals.of(error, null, "read topic " + topic, target.bootstrap());
    }
    return partitions;
  }

  private void askIdleLeaders() throws IOException {
    Map<Connection, SortedMap<Integer, Long>> idle = new LinkedHashMap<>();
    for (var position : positions.entrySet()) {
      Connection leader = leaders.connection(position.getKey());
      if (!underway.containsKey(leader)) {
        idle.computeIfAbsent(leader, _ -> new TreeMap<>())
            .put(position.getKey(), position.getValue());
      }
    }
    for (var each : idle.entrySet()) {
      ask(each.getKey(), each.getValue());
    }
  }

  private void ask(Connection leader, SortedMap<Integer, Long> wanted) throws IOException {
    try {
      underway.put(leader, Fetching.send(leader, topic, wanted));
    } catch (IOException e) {
      leaders.forget(leader);
      throw e;
    }
  }

  /// Takes one answer, asks for the next, and hands over the records; false if the visitor has
  /// enough.
  private boolean receive(Connection leader, Visitor visitor) throws IOException {
    Fetching fetching = underway.remove(leader);
    if (fetching == null) {
      return true;
    }
    List<Fetched> answer;
    try {
      answer = fetching.receive();
    } catch (IOException e) {
      leaders.forget(leader);
      throw e;
    }
    SortedMap<Integer, Long> next = new TreeMap<>(fetching.wanted());
    var given = new ArrayList<Fetched>();
    for (Fetched fetched : answer) {
      if (fetched.error() == ErrorCode.NONE) {
        next.put(
            fetched.partition(), fetched.nextOffset(next.getOrDefault(fetched.partition(), 0L)));
        given.add(fetched);
      } else {
        next.put(fetched.partition(), afterError(fetched));
      }
    }
    boolean something = given.stream().anyMatch(fetched -> fetched.records().hasRemaining());
    if (something) {
      ask(leader, next);
    }
    for (Fetched fetched : given) {
      long begin = positions.getOrDefault(fetched.partition(), 0L);
      if (!fetched.handOver(begin, visitor)) {
        return false;
      }
    }
    positions.putAll(next);
    return true;
  }

  /// Where to go on in a partition that was refused, if that can be told.
  private long afterError(Fetched fetched) throws IOException {
    int partition = fetched.partition();
    ErrorCode error = fetched.error();
    if (error == ErrorCode.OFFSET_OUT_OF_RANGE) {
      Position reset = from instanceof Position.End ? from : new Position.Start();
      return Offsets.at(leaders, new TreeSet<>(List.of(partition)), reset)
          .getOrDefault(partition, 0L);
    }
    if (!error.isRetriable()) {
      throw Refusals.of(error, null, "read topic " + topic, target.bootstrap());
    }
    throw new IOException("partition " + partition + " says " + error);
  }

  /// Waits a moment, and learns where the leaders are now.
  private void recover(IOException cause) {
    underway.keySet().forEach(leaders::forget);
    underway.clear();
    long nowNs = System.nanoTime();
    if (!lost) {
      lost = true;
      lostAtNs = nowNs;
    }
    if (nowNs - lostAtNs > TimeUnit.MILLISECONDS.toNanos(2 * target.timeout().toMillis())) {
      throw Refusals.lost(cause, "read on in topic " + topic, target.bootstrap());
    }
    pause();
    if (refresh() == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
      throw Refusals.of(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          null,
          "read on in topic " + topic,
          target.bootstrap());
    }
  }

  /// What the cluster says of the topic; nobody may be there to say anything.
  private ErrorCode refresh() {
    try {
      return leaders.refresh();
    } catch (IOException | Failure e) {
      return ErrorCode.NETWORK_EXCEPTION;
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
  }
}
