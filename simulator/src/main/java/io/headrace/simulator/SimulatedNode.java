package io.headrace.simulator;

import io.headrace.broker.Node;
import io.headrace.broker.NodePorts;
import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.metadata.TopicImage;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.NodeConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node on a simulated machine: the same [Node] as in production, started again after every
/// death.
final class SimulatedNode implements NodeConnection {
  private static final long REQUEST_MEMORY_BYTES = 64 << 20;
  private static final long MAX_LATENCY_NS = 300_000;
  private static final Path DATA = Path.of("/data");

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final ClockWatch clock;
  private final Sabotage sabotage;
  private final SimulatedRandom random;
  private final List<SimulatedRequest> pending = new ArrayList<>();
  private @Nullable Node node;
  private final SimulatedMetadata metadata = new SimulatedMetadata();
  private boolean running;
  private boolean stopping;
  private boolean powerGoesToo;
  private int starts;
  private long nextConnection;
  private final Set<Path> damaged = new HashSet<>();

  SimulatedNode(
      SimulatedWorld world, SimulatedMachine machine, ClockWatch clock, Sabotage sabotage) {
    this.world = world;
    this.clock = clock;
    this.machine = machine;
    this.sabotage = sabotage;
    this.random = world.random().fork();
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

  private static final List<Endpoint> ENDPOINTS =
      List.of(new Endpoint("PLAINTEXT", "127.0.0.1", 9092));

  private static NodeConfig config() {
    try {
      return NodeConfig.of(
          Map.of(
              "log.dirs", DATA.toString(),
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
        metadata.openedBy(life));
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
    Throwable uncaught = machine.life().uncaught();
    if (uncaught != null) {
      throw uncaught instanceof InvariantViolation violation
          ? violation
          : new InvariantViolation("the node died of its own mistake: " + uncaught, uncaught);
    }
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
            nextConnection++,
            frame,
            reply -> world.after(random.nextInt((int) MAX_LATENCY_NS), () -> answer.accept(reply)));
    pending.add(request);
    pending.removeIf(SimulatedRequest::answered);
    world.after(
        latencyNs,
        () -> {
          if (life.alive()) {
            life.reactor().execute(() -> request.deliverTo(target));
          }
        });
  }

  /// Flips a bit in a segment of a client's topic in which none was flipped; false if there is
  /// none.
  boolean flipBitInSegment(SimulatedRandom chance) {
    Set<String> directories = new HashSet<>();
    Node current = node;
    if (current == null) {
      return false;
    }
    for (TopicImage topic : current.image().topics()) {
      if (!topic.name().startsWith("__")) {
        topic.partitions().forEach(p -> directories.add(topic.id() + "-" + p.partition()));
      }
    }
    List<Path> segments =
        machine
            .disk()
            .files()
            .filter(path -> path.toString().endsWith(".log"))
            .filter(path -> directories.contains(path.getName(path.getNameCount() - 2).toString()))
            .filter(path -> machine.disk().sizeOf(path) > 0 && !damaged.contains(path))
            .toList();
    if (segments.isEmpty()) {
      return false;
    }
    Path segment = segments.get(chance.nextInt(segments.size()));
    damaged.add(segment);
    machine.disk().flipBit(segment, chance.between(0, machine.disk().sizeOf(segment) * 8 - 1));
    return true;
  }
}
