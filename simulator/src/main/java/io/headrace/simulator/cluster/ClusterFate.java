package io.headrace.simulator.cluster;

import io.headrace.runtime.simulated.NetworkWeather;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.cluster.ClusterNode.Crash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What befalls the nodes of a run, and when: all from the seed. Processes that died are started
/// again, soon or late.
final class ClusterFate {
  private static final long MS_NS = 1_000_000;
  private static final long SECOND_NS = 1_000 * MS_NS;
  private static final int CALM_ONE_IN = 12;
  private static final int MAX_CALLS = 150;

  /// Longer than a session.
  private static final long LONGEST_ABSENCE_NS = 4 * SECOND_NS;

  /// What may happen.
  enum Blow {
    KILL,
    POWER_CUT,
    POWER_CUT_OF_SEVERAL,
    POWER_CUT_OF_ALL,
    CRASH_IN_CALL,
    POWER_CUT_IN_CALL,
    PAUSE,
    CLEAN_STOP,
    FAILED_SYNC,
    FULL_DISK,
    CLOCK_JUMP,
    CUT_ONE_WAY,
    CUT_BOTH_WAYS,
    ISOLATE,
    ROUGH_WEATHER
  }

  private final SimulatedCluster cluster;
  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final NetworkFate network;
  private final List<Blow> possible = new ArrayList<>();
  private final long pauseNs;
  private int blows;
  private boolean over;
  private @Nullable ClusterNode missing;

  ClusterFate(SimulatedCluster cluster, SimulatedRandom random) {
    this.cluster = cluster;
    this.world = cluster.world();
    this.random = random;
    this.network = new NetworkFate(cluster, random.fork());
    this.pauseNs = random.between(100 * MS_NS, SECOND_NS);
    for (Blow blow : Blow.values()) {
      if (!random.oneIn(3)) {
        possible.add(blow);
      }
    }
    if (random.oneIn(CALM_ONE_IN)) {
      possible.clear();
    }
    cluster.nodes().forEach(node -> node.onDeath(() -> restartLater(node)));
  }

  void start() {
    world.after(random.between(MS_NS, pauseNs), this::strike);
  }

  /// Nothing goes wrong from now on, everything broken is mended, and what is dead is started.
  void end() {
    over = true;
    network.heal();
    cluster.nodes().forEach(ClusterNode::mend);
    cluster.startAll();
  }

  /// A machine loses its power, and stays away.
  void takeAway(ClusterNode node) {
    missing = node;
    node.cutPower();
  }

  /// It is stopped as it should be, and stays away.
  void sendAway(ClusterNode node) {
    missing = node;
    node.stop();
  }

  void bringBack() {
    ClusterNode node = missing;
    missing = null;
    if (node != null) {
      node.start();
    }
  }

  int blows() {
    return blows;
  }

  private void restartLater(ClusterNode node) {
    long soon = random.between(0, 10 * MS_NS);
    long late = random.between(100 * MS_NS, LONGEST_ABSENCE_NS);
    world.after(
        random.oneIn(3) || over ? soon : late,
        () -> {
          if (!node.alive() && node != missing) {
            node.start();
          }
        });
  }

  private void strike() {
    if (over) {
      return;
    }
    if (!possible.isEmpty()) {
      blows++;
      strike(possible.get(random.nextInt(possible.size())));
    }
    world.after(random.between(MS_NS, 2 * pauseNs), this::strike);
  }

  private void strike(Blow blow) {
    ClusterNode node = victim();
    SimulatedDisk disk = node.machine().disk();
    world.note(blow.ordinal());
    switch (blow) {
      case KILL -> node.kill();
      case POWER_CUT -> node.cutPower();
      case POWER_CUT_OF_SEVERAL ->
          cluster.nodes().stream().filter(each -> !random.oneIn(3)).forEach(ClusterNode::cutPower);
      case POWER_CUT_OF_ALL -> cluster.nodes().forEach(ClusterNode::cutPower);
      case CRASH_IN_CALL -> node.crashInCall(1 + random.nextInt(MAX_CALLS), Crash.OF_PROCESS);
      case POWER_CUT_IN_CALL -> node.crashInCall(1 + random.nextInt(MAX_CALLS), Crash.OF_MACHINE);
      case PAUSE -> node.machine().life().pause(random.between(10 * MS_NS, 4 * SECOND_NS));
      case CLEAN_STOP -> node.stop();
      case FAILED_SYNC -> {
        disk.failSyncs(1, ClusterFate::isLog);
        // A log directory that failed stays out of service until the process is started again.
        world.after(random.between(100 * MS_NS, 2 * SECOND_NS), node::kill);
      }
      case FULL_DISK -> {
        disk.capacityBytes(disk.usedBytes() + random.nextInt(30_000));
        world.after(
            random.between(100 * MS_NS, 2 * SECOND_NS), () -> disk.capacityBytes(Long.MAX_VALUE));
      }
      case CLOCK_JUMP -> node.machine().clock().jump(random.between(-7_200_000, 7_200_000));
      case CUT_ONE_WAY -> network.cutOneWay();
      case CUT_BOTH_WAYS -> network.cutBothWays();
      case ISOLATE -> network.isolate(node);
      case ROUGH_WEATHER -> network.weather(NetworkWeather.ROUGH);
    }
  }

  /// Any node; the controller and the leaders are hit as often as all others together.
  private ClusterNode victim() {
    List<ClusterNode> nodes = cluster.nodes();
    ClusterNode any = nodes.get(random.nextInt(nodes.size()));
    return random.oneIn(2)
        ? any
        : nodes.stream()
            .filter(node -> node.image().controllerId() == node.id() || !node.leads().isEmpty())
            .findFirst()
            .orElse(any);
  }

  private static boolean isLog(Path path) {
    return !path.toString().contains("metadata");
  }
}
