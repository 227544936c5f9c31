package io.headrace.simulator;

import io.headrace.broker.LogBounds;
import io.headrace.broker.Node;
import io.headrace.broker.NodePorts;
import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.metadata.TopicImage;
import io.headrace.runtime.Peers;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.NodeConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node on a simulated machine: the same [Node] as in production, started again after every
/// death.
final class SimulatedNode implements NodeConnection {
  private static final long REQUEST_MEMORY_BYTES = 64 << 20;
  private static final long MAX_LATENCY_NS = 300_000;

  /// Less than by default: appends that are too large to be copied need not be as large.
  private static final int JOURNAL_THRESHOLD_BYTES = 32 << 10;

  /// Longer than any request may wait, by what it asks for itself.
  private static final long ANSWER_NS = 15_000_000_000L;

  /// Files that are open beside those that are there: of what is being deleted or compacted.
  private static final int INPUTS_AND_OUTPUTS = 16;

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final ClockWatch clock;
  private final Sabotage sabotage;
  private final SimulatedRandom random;
  private final String directories;
  private final List<SimulatedRequest> pending = new ArrayList<>();
  private @Nullable Node node;
  private final SimulatedMetadata metadata = new SimulatedMetadata();
  private boolean running;
  private boolean stopping;
  private boolean powerGoesToo;
  private int starts;
  private long nextConnection;

  SimulatedNode(
      SimulatedWorld world, SimulatedMachine machine, ClockWatch clock, Sabotage sabotage) {
    this.world = world;
    this.clock = clock;
    this.machine = machine;
    this.sabotage = sabotage;
    this.random = world.random().fork();
    this.directories = random.oneIn(3) ? "/data,/more" : "/data";
  }

  /// Starts the process.
  void start() {
    if (starts > 0) {
      sabotage.beforeRestart(machine.disk());
    }
    Life life = starts++ == 0 ? machine.life() : machine.restart();
    clock.onStart();
    stopping = false;
    life.onDeath(() -> onDeath(life));
    life.reactor().execute(() -> create(life));
  }

  private void create(Life life) {
    try {
      var made = new Node(config(), ports(life), ENDPOINTS, REQUEST_MEMORY_BYTES);
      node = made;
      made.start(
          new Node.Started() {
            @Override
            public void onReady() {
              running = true;
              killIfItDoesWithoutADirectory(life, made);
            }

            @Override
            public void onFailed(IOException cause) {
              life.end();
            }
          });
    } catch (IOException e) {
      life.end();
    }
  }

  /// A log directory that could not be opened stays out of service until the next process.
  private void killIfItDoesWithoutADirectory(Life life, Node made) {
    if (made.logDirectories().stream().anyMatch(each -> each.offlineCause() != null)) {
      world.after(
          random.between(100_000_000, 1_000_000_000),
          () -> {
            if (machine.life() == life) {
              kill();
            }
          });
    }
  }

  private static final List<Endpoint> ENDPOINTS =
      List.of(new Endpoint("PLAINTEXT", "127.0.0.1", 9092));

  private NodeConfig config() {
    try {
      return NodeConfig.of(
          Map.of(
              "log.dirs", directories,
              "offsets.topic.num.partitions", "2",
              "group.min.session.timeout.ms", "100",
              "group.initial.rebalance.delay.ms", "100",
              "log.retention.check.interval.ms", "200"));
    } catch (BadConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  private NodePorts ports(Life life) {
    return new NodePorts(
        life.clock(),
        life.timers(),
        life.reactor(),
        life.disk(),
        directory -> sabotage.lane(life.syncLane()),
        life.background(),
        life.random(),
        metadata.openedBy(life),
        Peers.NOBODY,
        LogBounds.DEFAULT.withJournalThresholdBytes(JOURNAL_THRESHOLD_BYTES));
  }

  private void onDeath(Life life) {
    running = false;
    if (powerGoesToo) {
      machine.disk().losePower();
    }
    powerGoesToo = false;
    List<SimulatedRequest> lost = List.copyOf(pending);
    pending.clear();
    lost.forEach(SimulatedRequest::connectionLost);
    if (life.uncaught() == null) {
      world.after(random.between(1_000_000, 400_000_000), this::start);
    }
  }

  boolean running() {
    return running;
  }

  /// `kill -9`.
  void kill() {
    machine.kill();
  }

  void cutPower() {
    powerGoesToo = true;
    machine.kill();
  }

  /// Whether the next death, however it comes, takes the page cache along.
  void cutPowerAtDeath(boolean on) {
    powerGoesToo = on;
  }

  /// Stops as on SIGTERM.
  void stop() {
    Life life = machine.life();
    Node stopped = node;
    if (stopping || stopped == null) {
      return;
    }
    stopping = true;
    life.reactor()
        .execute(() -> {
          running = false;
          try {
            stopped.close();
          } catch (IOException e) {
            world.note(1);
          }
          life.end();
        });
  }

  /// Whether the node died of a mistake of its own.
  boolean insane() {
    return machine.life().uncaught() != null;
  }

  void checkSane() {
    InvariantViolation.requireNoMistake("the node", machine.life().uncaught());
  }

  @Override
  public void send(ByteBuffer frame, Consumer<@Nullable ByteBuffer> answer) {
    Life life = machine.life();
    Node target = node;
    long latencyNs = random.nextInt((int) MAX_LATENCY_NS);
    if (!running || target == null) {
      world.after(latencyNs, () -> answer.accept(null));
      return;
    }
    var request =
        new SimulatedRequest(
            world,
            life,
            new SimulatedRequest.Way(nextConnection++, "PLAINTEXT"),
            frame,
            new Telling(reply ->
                world.after(random.nextInt((int) MAX_LATENCY_NS), () -> answer.accept(reply))));
    pending.add(request);
    pending.removeIf(SimulatedRequest::answered);
    world.after(ANSWER_NS, () -> requireAnswered(request, life));
    world.after(
        latencyNs,
        () -> {
          if (life.alive()) {
            life.reactor().execute(() -> request.deliverTo(target));
          }
        });
  }

  private static void requireAnswered(SimulatedRequest request, Life life) {
    if (life.alive() && !request.answered()) {
      throw new InvariantViolation(
          "no answer, and the connection is not closed either: " + request);
    }
  }

  /// A request without an answer has a connection of its own here.
  private record Telling(Consumer<@Nullable ByteBuffer> answer) implements SimulatedRequest.Ending {
    @Override
    public void onAnswer(ByteBuffer frame) {
      answer.accept(frame);
    }

    @Override
    public void onNothing() {
      answer.accept(null);
    }

    @Override
    public void onClosed() {
      answer.accept(null);
    }
  }

  /// The node rests, and has had time to answer and to clean up: then nothing is held.
  ///
  /// @param calm nothing went wrong in this run: when a node dies while it deletes a topic's log,
  ///   the log may stay
  void checkNothingLeaks(boolean calm) {
    int slices = machine.life().openSlices();
    int open = machine.life().openFiles();
    long files = machine.disk().files().count();
    if (slices != 0 || open > files + INPUTS_AND_OUTPUTS) {
      throw new InvariantViolation(
          slices + " slices are held, and " + open + " files are open of " + files);
    }
    Set<String> directories = directoriesOf(topic -> true);
    machine
        .disk()
        .files()
        .map(file -> file.getName(Math.max(0, file.getNameCount() - 2)).toString())
        .filter(
            directory -> directory.matches(calm ? "[A-Za-z0-9_-]{22}-[0-9]+.*" : ".*\\.deleted"))
        .filter(directory -> !directories.contains(directory))
        .findFirst()
        .ifPresent(directory -> {
          throw new InvariantViolation("the log of a deleted topic is still there: " + directory);
        });
  }

  private Set<String> directoriesOf(Predicate<TopicImage> wanted) {
    Set<String> directories = new TreeSet<>();
    Node current = node;
    if (current != null) {
      for (TopicImage topic : current.image().topics()) {
        if (wanted.test(topic)) {
          topic.partitions().forEach(p -> directories.add(topic.id() + "-" + p.partition()));
        }
      }
    }
    return directories;
  }

  /// The names of the directories in which the logs of clients' topics are.
  Set<String> clientsLogs() {
    return directoriesOf(topic -> !topic.name().startsWith("__"));
  }
}
