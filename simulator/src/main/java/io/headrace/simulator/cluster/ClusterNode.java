package io.headrace.simulator.cluster;

import io.headrace.base.PartitionId;
import io.headrace.broker.LogBounds;
import io.headrace.broker.Node;
import io.headrace.broker.NodePorts;
import io.headrace.broker.RaftMetadata;
import io.headrace.broker.config.NodeConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.Incarnation;
import io.headrace.quorum.files.Reserve;
import io.headrace.replication.Partition;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.SimulatedRequest;
import io.headrace.simulator.client.InvariantViolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One node of a cluster: a machine that stays, and on it one process after the other, each with
/// the same [Node] as in production.
final class ClusterNode {
  static final int CLIENT_PORT = 9092;
  static final int CONTROLLER_PORT = 9093;

  private static final long REQUEST_MEMORY_BYTES = 64 << 20;

  /// Less than by default: appends that are too large to be copied need not be as large.
  private static final int JOURNAL_THRESHOLD_BYTES = 32 << 10;

  /// So small that making room is few of the disk calls, and large enough for the change of all
  /// partitions of a run at once.
  private static final Reserve RESERVE = new Reserve(64 << 10, 8 << 10, 256 << 10);

  private final int id;
  private final SimulatedWorld world;
  private final SimulatedNetwork network;
  private final NodeConfig config;
  private final SimulatedMachine machine;
  private @Nullable Node node;
  private @Nullable Node nodeBefore;
  private Runnable onDeath = () -> {};
  private boolean ready;
  private boolean stopping;
  private boolean powerGoesToo;
  private boolean frail;
  private @Nullable IOException failure;

  /// What its last process had registered as when its disk was erased; null if it never was.
  private @Nullable Incarnation erased;

  ClusterNode(int id, SimulatedWorld world, SimulatedNetwork network, NodeConfig config) {
    this.id = id;
    this.world = world;
    this.network = network;
    this.config = config;
    this.machine = new SimulatedMachine(world);
  }

  static String host(int id) {
    return "n" + id;
  }

  int id() {
    return id;
  }

  String host() {
    return host(id);
  }

  SimulatedMachine machine() {
    return machine;
  }

  /// Starts a process; the one before it must be dead.
  void start() {
    Life life = machine.restart();
    ready = false;
    stopping = false;
    failure = null;
    life.onDeath(() -> onDeath(life));
    life.reactor().execute(() -> create(life));
  }

  private void create(Life life) {
    try {
      var made = new Node(config, ports(life), config.network().listeners(), REQUEST_MEMORY_BYTES);
      nodeBefore = node == null || node.logDirectories().isEmpty() ? nodeBefore : node;
      node = made;
      listen(life, made);
      made.start(new Going(life));
    } catch (IOException e) {
      failure = e;
      life.end();
    }
  }

  private void listen(Life life, Node made) {
    network.listen(
        life,
        host(),
        CONTROLLER_PORT,
        new ListenerOfNode(world, life, made, SimulatedRequest.CONTROLLER_LISTENER));
    network.listen(life, host(), CLIENT_PORT, new ListenerOfNode(world, life, made, "PLAINTEXT"));
  }

  private NodePorts ports(Life life) {
    return new NodePorts(
        life.clock(),
        life.timers(),
        life.reactor(),
        life.disk(),
        directory -> life.syncLane(),
        life.background(),
        life.random(),
        RaftMetadata.of(config.quorum()).keepingBack(RESERVE),
        network.peersOf(life, host()),
        LogBounds.DEFAULT.withJournalThresholdBytes(JOURNAL_THRESHOLD_BYTES));
  }

  private void onDeath(Life life) {
    if (life == machine.life() && powerGoesToo) {
      powerGoesToo = false;
      machine.disk().losePower();
    }
    ready = false;
    onDeath.run();
  }

  /// Who hears when a process has died.
  void onDeath(Runnable listener) {
    onDeath = listener;
  }

  boolean alive() {
    return machine.life().alive() && node != null;
  }

  /// Whether it has been ready to serve in this life.
  boolean ready() {
    return alive() && ready;
  }

  /// What it knows of the cluster, or knew when it died.
  ClusterImage image() {
    Node now = node;
    return now == null ? ClusterImage.EMPTY : now.image();
  }

  /// What requests that it has not answered hold of its memory.
  long requestBytes() {
    Node now = node;
    return now == null ? 0 : now.requestBytes();
  }

  /// The partitions that it leads; none if it is dead.
  Collection<Partition> leads() {
    Node now = node;
    return now == null || !alive() ? List.of() : now.partitions().all();
  }

  /// Its copy of a partition, as it is, or was when the process died; null if it has none. What is
  /// in a dead directory is as the process before has left it.
  @Nullable PartitionLog log(PartitionId id) {
    Node now = node;
    Node known = now == null || now.logDirectories().isEmpty() ? nodeBefore : now;
    if (known == null) {
      return null;
    }
    PartitionLog log = log(known, id);
    boolean isBuried =
        log == null && known.logDirectories().stream().anyMatch(directory -> directory.has(id));
    return isBuried && nodeBefore != null ? log(nodeBefore, id) : log;
  }

  private static @Nullable PartitionLog log(Node process, PartitionId id) {
    return process.logDirectories().stream()
        .map(directory -> directory.log(id))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// `kill -9`.
  void kill() {
    machine.kill();
  }

  void cutPower() {
    machine.cutPower();
  }

  /// Its power is cut, and what was below a directory is never seen again. It must have been ready,
  /// so that who it was is known.
  void loseDisk(Path directory) {
    BrokerImage registered = image().broker(id);
    machine.cutPower();
    machine.disk().erase(directory);
    erased = registered == null ? erased : registered.incarnation();
    node = null;
    nodeBefore = null;
  }

  /// From now on what it has on its disk is not counted on.
  void frail() {
    frail = true;
  }

  /// Whether it has lost a disk, or what was on it, perhaps.
  boolean losesDisks() {
    return frail || erased != null;
  }

  /// Whether its process ended because something on its disk has rotted, and says so.
  boolean refusesDisk() {
    return !machine.life().alive() && isDamage(failure);
  }

  /// The same of one directory, which it does without.
  boolean refuses(Path directory) {
    return ready()
        && directories().stream()
            .anyMatch(each -> each.path().equals(directory) && isDamage(each.offlineCause()));
  }

  private static boolean isDamage(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (message.contains(" is damaged")
          || message.contains("would vote twice")
          || message.contains(" belongs to ")) {
        return true;
      }
    }
    return false;
  }

  /// What was below a directory is never seen again, and the node is started once more.
  ///
  /// @param latest that any node knows
  void replaceDisk(Path directory, ClusterImage latest) {
    BrokerImage registered = latest.broker(id);
    machine.kill();
    machine.disk().erase(directory);
    erased = registered == null ? erased : registered.incarnation();
    node = null;
    nodeBefore = null;
    failure = null;
  }

  /// Whether the cluster knows of its last loss: it has registered since.
  ///
  /// @param latest that any node knows
  boolean isLossKnown(ClusterImage latest) {
    BrokerImage now = latest.broker(id);
    return now != null && !now.incarnation().equals(erased);
  }

  /// The process ends inside one of its next disk calls.
  void crashInCall(long call, Crash how) {
    powerGoesToo = how == Crash.OF_MACHINE;
    machine.disk().crashInCall(call);
  }

  /// What ends inside a disk call.
  enum Crash {
    OF_PROCESS,
    OF_MACHINE
  }

  /// Stops as on SIGTERM: what it leads goes to others first.
  void stop() {
    Life life = machine.life();
    Node leaving = node;
    if (stopping || leaving == null || !life.alive()) {
      return;
    }
    stopping = true;
    life.reactor().execute(() -> leaving.leave(() -> close(life, leaving)));
  }

  private void close(Life life, Node leaving) {
    try {
      leaving.close();
    } catch (IOException e) {
      world.note(1);
    }
    life.end();
  }

  /// Of its process; none before they are open.
  List<LogDirectory> directories() {
    Node now = node;
    return now == null ? List.of() : now.logDirectories();
  }

  /// Whether a log directory of its process failed.
  boolean hasFailedDirectory() {
    Node now = node;
    return now != null
        && now.logDirectories().stream().anyMatch(each -> each.offlineCause() != null);
  }

  /// All faults of the machine are mended; a log directory that failed needs another process.
  void mend() {
    powerGoesToo = false;
    machine.disk().dontCrash();
    machine.disk().failSyncs(0, path -> true);
    machine.disk().capacityBytes(Long.MAX_VALUE);
    machine.life().resume();
    if (hasFailedDirectory()) {
      kill();
    }
  }

  /// @throws InvariantViolation if the process died of a mistake of its own
  void checkSane() {
    InvariantViolation.requireNoMistake("node " + id, machine.life().uncaught());
  }

  @Override
  public String toString() {
    ClusterImage image = image();
    return "node %d: %s%s, offset %d, controller %d%s%s"
        .formatted(
            id,
            alive() ? "alive" : "dead",
            ready ? " and ready" : "",
            image.offset(),
            image.controllerId(),
            failure == null ? "" : ", " + failure,
            hasFailedDirectory() ? ", with a directory out of service" : "");
  }

  private final class Going implements Node.Started {
    private final Life life;

    private Going(Life life) {
      this.life = life;
    }

    @Override
    public void onReady() {
      ready = true;
    }

    @Override
    public void onFailed(IOException cause) {
      failure = cause;
      life.end();
    }
  }
}
