package io.headrace.compatibility;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Blows of every kind in an order that nobody chose, to three real nodes with disks and a network
/// of their own. `-Dheadrace.ordeal.blows=100` runs it with so many; `-Dheadrace.ordeal.seed`
/// chooses the order, which says which blows fall but not at what moment; with
/// `-Dheadrace.ordeal.only=freeze` only those fall that have this in their names.
@Tag("slow")
@EnabledIfSystemProperty(named = "headrace.ordeal.blows", matches = "\\d+")
final class RandomOrdealCompatibilityTest {

  private static final int BLOWS = Integer.getInteger("headrace.ordeal.blows", 0);
  private static final long SEED = Long.getLong("headrace.ordeal.seed", System.nanoTime());
  private static final String ONLY = System.getProperty("headrace.ordeal.only", "");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Random random = new Random(SEED);
  private final List<LoopDisk> disks = new ArrayList<>();

  /// What may befall nodes; they are named by their ids.
  private interface Blow {
    void fall(List<Integer> victims) throws Exception;
  }

  @Test
  void nothingAcknowledgedIsLostWhateverComes(@TempDir Path directory) throws Exception {
    try (NetworkOfNodes network = NetworkOfNodes.make();
        ThreeNodes cluster = ThreeNodes.startOn(sites(network, directory))) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(Ordeal.PARTITIONS, 3, Map.of());
      Map<String, Blow> blows =
          Map.of(
              "kill", victims -> kill(cluster, victims),
              "stop", victims -> stop(cluster, victims),
              "freeze", victims -> freeze(cluster, victims),
              "power cut", victims -> cutPower(cluster, victims),
              "cut off", victims -> cutOff(network, victims),
              "cut off from nodes", victims -> cutOffFromNodes(network, victims));
      List<String> names =
          blows.keySet().stream().filter(name -> name.contains(ONLY)).sorted().toList();
      new Ordeal(BLOWS, 300, 1_000)
          .inflict(
              clients,
              topic,
              () -> {
                String name = names.get(random.nextInt(names.size()));
                List<Integer> victims = victims();
                System.out.printf("seed %d: %s %s%n", SEED, name, victims);
                blows.get(name).fall(victims);
                clients.awaitInSync(topic, 3, PATIENCE);
              });
    } finally {
      disks.forEach(LoopDisk::close);
    }
  }

  /// One of them mostly, sometimes two or all.
  private List<Integer> victims() {
    var ids = new ArrayList<>(List.of(1, 2, 3));
    Collections.shuffle(ids, random);
    int dice = random.nextInt(10);
    return List.copyOf(ids.subList(0, dice < 6 ? 1 : dice < 8 ? 2 : 3));
  }

  private static void kill(ThreeNodes cluster, List<Integer> victims) {
    victims.forEach(id -> cluster.node(id).kill());
    startAgain(cluster, victims);
  }

  private static void stop(ThreeNodes cluster, List<Integer> victims) {
    victims.forEach(id -> cluster.node(id).stop());
    startAgain(cluster, victims);
  }

  private void freeze(ThreeNodes cluster, List<Integer> victims) throws InterruptedException {
    victims.forEach(id -> cluster.node(id).freeze());
    whileItLasts();
    victims.forEach(id -> cluster.node(id).thaw());
  }

  private void cutPower(ThreeNodes cluster, List<Integer> victims) {
    victims.forEach(id -> cluster.node(id).freeze());
    victims.forEach(id -> disks.get(id - 1).cutPower());
    victims.forEach(id -> cluster.node(id).kill());
    victims.forEach(id -> disks.get(id - 1).mountAgain());
    startAgain(cluster, victims);
  }

  private void cutOff(NetworkOfNodes network, List<Integer> victims) throws InterruptedException {
    victims.forEach(network::cutOff);
    whileItLasts();
    victims.forEach(network::join);
  }

  private void cutOffFromNodes(NetworkOfNodes network, List<Integer> victims)
      throws InterruptedException {
    victims.forEach(network::cutOffFromNodes);
    whileItLasts();
    victims.forEach(network::join);
  }

  private static void startAgain(ThreeNodes cluster, List<Integer> victims) {
    victims.forEach(id -> cluster.node(id).launchAgain());
    victims.forEach(id -> cluster.node(id).awaitReady());
  }

  /// Shorter or longer than a session.
  private void whileItLasts() throws InterruptedException {
    Thread.sleep(random.nextLong(500, 7_000));
  }

  private List<Site> sites(NetworkOfNodes network, Path directory) throws Exception {
    var sites = new ArrayList<Site>();
    for (int id = 1; id <= 3; id++) {
      Path home = Files.createDirectory(directory.resolve("node-" + id));
      LoopDisk disk = LoopDisk.mount(home);
      disks.add(disk);
      sites.add(network.site(id, Site.of(disk.path().resolve("data"), home)));
    }
    return sites;
  }
}
