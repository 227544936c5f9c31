package io.headrace.simulator.cluster;

import io.headrace.replication.Partition;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The disk of one node of a run: bits flip in what is committed, and in all the files that tell of
/// it, while the process runs or while it is dead; or the disk is lost, and an empty one is in its
/// place; or one of its two directories. What the other nodes have synced they keep: of everything
/// that is committed there is a sound copy.
///
/// A node that refuses its disk, and says so, gets an empty one.
final class FrailDisk {
  private static final long MS_NS = 1_000_000;

  /// Longer than a node trusts what it has written.
  private static final long SHORTEST_PAUSE_NS = 150 * MS_NS;

  private static final long LONGEST_PAUSE_NS = 800 * MS_NS;
  private static final int MAX_BITS = 3;

  /// The second log directory of every node: there are logs in it, and nothing else.
  static final String SECOND_DIRECTORY = "/more";

  private static final Path SECOND = Path.of(SECOND_DIRECTORY);
  private static final long LOOK_NS = 200 * MS_NS;

  private enum Blow {
    ROT,
    KILL_AND_ROT,
    ROT_IN_OTHER_FILES,
    KILL_AND_ROT_IN_OTHER_FILES,
    POWER_CUT_AND_ROT_IN_OTHER_FILES,
    LOSS,
    LOSS_OF_A_DIRECTORY,
    LOSS_WHILE_OTHERS_DIE
  }

  private final SimulatedCluster cluster;
  private final SimulatedWorld world;
  private final ClusterNode node;
  private final SimulatedRandom random;

  /// Where what is committed ended at the last blow: since then a node has had to check it, by the
  /// name of the directory that it is in.
  private final Map<String, Long> committed = new TreeMap<>();

  private final Consumer<String> story;

  private int blows;
  private boolean over;

  FrailDisk(
      SimulatedCluster cluster, ClusterNode node, SimulatedRandom random, Consumer<String> story) {
    this.story = story;
    this.cluster = cluster;
    this.world = cluster.world();
    this.node = node;
    this.random = random;
  }

  void start() {
    strikeLater();
    lookAfter();
  }

  /// Does what an operator does who reads why a node does not start, or does without a directory.
  private void lookAfter() {
    Path refused = node.refusesDisk() ? Path.of("/") : node.refuses(SECOND) ? SECOND : null;
    if (refused != null) {
      story.accept("node %d gets an empty disk for %s".formatted(node.id(), refused));
      node.replaceDisk(refused, cluster.latestImage());
    }
    world.after(LOOK_NS, this::lookAfter);
  }

  void end() {
    over = true;
  }

  int blows() {
    return blows;
  }

  private void strikeLater() {
    world.after(random.between(SHORTEST_PAUSE_NS, LONGEST_PAUSE_NS), this::strike);
  }

  private void strike() {
    if (over) {
      return;
    }
    strike(Blow.values()[random.nextInt(Blow.values().length)]);
    for (ClusterNode each : cluster.nodes()) {
      for (Partition partition : each.leads()) {
        String name = partition.id().topicId() + "-" + partition.id().partition();
        committed.merge(name, partition.highWatermark(), Math::max);
      }
    }
    strikeLater();
  }

  private void strike(Blow blow) {
    world.note(blow.ordinal());
    switch (blow) {
      case ROT -> {
        // What is on its way to a reader was checked already.
        if (node.machine().life().openSlices() == 0) {
          flipBits();
        }
      }
      case KILL_AND_ROT -> {
        node.kill();
        flipBits();
      }
      case ROT_IN_OTHER_FILES -> flipBitsInOtherFiles();
      case KILL_AND_ROT_IN_OTHER_FILES -> {
        node.kill();
        flipBitsInOtherFiles();
      }
      case POWER_CUT_AND_ROT_IN_OTHER_FILES -> {
        node.cutPower();
        flipBitsInOtherFiles();
      }
      case LOSS -> lose(Path.of("/"));
      case LOSS_WHILE_OTHERS_DIE -> {
        lose(Path.of(random.oneIn(2) ? "/" : SECOND_DIRECTORY));
        cluster.nodes().stream().filter(each -> each != node).forEach(ClusterNode::cutPower);
      }
      case LOSS_OF_A_DIRECTORY -> lose(Path.of(SECOND_DIRECTORY));
    }
  }

  private void lose(Path directory) {
    if (node.ready()) {
      blows++;
      node.loseDisk(directory);
    }
  }

  private void flipBitsInOtherFiles() {
    var files = new RottenFiles(node.machine().disk(), random);
    for (int count = random.nextInt(MAX_BITS); count >= 0; count--) {
      String what = files.flip();
      if (!what.isEmpty()) {
        blows++;
        node.frail();
        story.accept("a bit flips in the %s of node %d".formatted(what, node.id()));
        cluster.onRot();
      }
    }
  }

  private void flipBits() {
    SimulatedDisk disk = node.machine().disk();
    var batches = CommittedBatches.on(disk, committed);
    for (int count = random.nextInt(MAX_BITS); count >= 0 && !batches.isEmpty(); count--) {
      blows++;
      batches.flipBitOfOne(random);
      cluster.onRot();
    }
  }
}
