package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes that are killed, frozen, stopped, or lose their power while clients write with
/// `acks=all` and idempotence and others read.
@Tag("slow")
final class ThreeNodesOrdealCompatibilityTest {

  private static final int POWER_CUTS = 2;

  @Test
  void nothingAcknowledgedIsLostWhenEachNodeIsKilledInTurn(@TempDir Path directory)
      throws Exception {
    strike(
        directory,
        List.of(1, 2, 3),
        victim -> {
          victim.kill();
          victim.startAgain();
        });
  }

  @Test
  void aNodeThatHangsIsFencedAndComesBackAsAFollower(@TempDir Path directory) throws Exception {
    strike(
        directory,
        List.of(2),
        victim -> {
          victim.freeze();
          Thread.sleep(6_000);
          victim.thaw();
        });
  }

  @Test
  void aRollingRestartCostsNoClientAnError(@TempDir Path directory) throws Exception {
    strike(
        directory,
        List.of(1, 2, 3),
        node -> {
          assertThat(node.stop()).as(node.output()).isIn(0, 143);
          node.startAgain();
        });
  }

  @Test
  void nothingAcknowledgedIsLostWhenAllLoseTheirPowerAtOnce(@TempDir Path directory)
      throws Exception {
    var disks = new ArrayList<LoopDisk>();
    try (ThreeNodes cluster = onDisksOfTheirOwn(directory, disks)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(Ordeal.PARTITIONS, 3, Map.of());
      new Ordeal(POWER_CUTS, 1_000, 1_000)
          .inflict(
              clients,
              topic,
              () -> {
                cluster.nodes().forEach(NodeProcess::freeze);
                disks.forEach(LoopDisk::cutPower);
                cluster.nodes().forEach(NodeProcess::kill);
                disks.forEach(LoopDisk::mountAgain);
                cluster.nodes().forEach(NodeProcess::launchAgain);
                cluster.nodes().forEach(NodeProcess::awaitReady);
              });
    } finally {
      disks.forEach(LoopDisk::close);
    }
  }

  @Test
  void aNodeThatIsCutOffLosesNothingAndComesBack(@TempDir Path directory) throws Exception {
    cutOff(directory, NetworkOfNodes::cutOff);
  }

  @Test
  void aNodeThatOnlyClientsReachAcknowledgesNothingAlone(@TempDir Path directory) throws Exception {
    cutOff(directory, NetworkOfNodes::cutOffFromNodes);
  }

  /// Cuts each node off for longer than a session lasts.
  private static void cutOff(Path directory, ObjIntConsumer<NetworkOfNodes> cut) throws Exception {
    try (NetworkOfNodes network = NetworkOfNodes.make();
        ThreeNodes cluster =
            ThreeNodes.startOn(
                IntStream.rangeClosed(1, 3)
                    .mapToObj(id -> network.site(id, directory.resolve("node-" + id)))
                    .toList())) {
      strike(
          cluster,
          List.of(1, 2, 3),
          victim -> {
            int id = cluster.nodes().indexOf(victim) + 1;
            cut.accept(network, id);
            Thread.sleep(6_000);
            network.join(id);
          });
    }
  }

  private static ThreeNodes onDisksOfTheirOwn(Path directory, List<LoopDisk> disks)
      throws IOException {
    var sites = new ArrayList<Site>();
    for (int id = 1; id <= 3; id++) {
      Path home = Files.createDirectory(directory.resolve("node-" + id));
      LoopDisk disk = LoopDisk.mount(home);
      disks.add(disk);
      sites.add(Site.of(disk.path().resolve("data"), home));
    }
    return ThreeNodes.startOn(sites);
  }

  /// What happens to one node after the other.
  private interface Stroke {
    void fall(NodeProcess victim) throws Exception;
  }

  private static void strike(Path directory, List<Integer> victims, Stroke stroke)
      throws Exception {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      strike(cluster, victims, stroke);
    }
  }

  /// Strikes while the cluster is written to and read; each time all replicas are in sync before
  /// the next.
  private static void strike(ThreeNodes cluster, List<Integer> victims, Stroke stroke)
      throws Exception {
    Clients clients = Clients.of(cluster);
    String topic = clients.topic(Ordeal.PARTITIONS, 3, Map.of());
    var turns = victims.iterator();
    new Ordeal(victims.size(), 1_000, 1_000)
        .inflict(
            clients,
            topic,
            () -> {
              stroke.fall(cluster.node(turns.next()));
              clients.awaitInSync(topic, 3, Clients.PATIENCE);
            });
  }
}
