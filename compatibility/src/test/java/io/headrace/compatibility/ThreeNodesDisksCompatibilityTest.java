package io.headrace.compatibility;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes under load, when a disk of one fails for good and when another's only disk is
/// full for a while: clients go on through the nodes that can.
final class ThreeNodesDisksCompatibilityTest {

  private static final int FAILING = 2;
  private static final int FULL = 3;
  private static final long SMALL_DISK_BYTES = 128L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void aDirectoryThatFailsAndADiskThatIsFullStopNobody(@TempDir Path directory) throws Exception {
    List<Path> places =
        IntStream.rangeClosed(1, 3).mapToObj(id -> directory.resolve("node-" + id)).toList();
    for (Path place : places) {
      Files.createDirectory(place);
    }
    Path first = places.get(FAILING - 1).resolve("data");
    try (LoopDisk failing = LoopDisk.mount(places.get(FAILING - 1));
        LoopDisk small = LoopDisk.mount(places.get(FULL - 1), SMALL_DISK_BYTES)) {
      var sites =
          List.of(
              Site.in(places.get(0)),
              Site.in(places.get(1)),
              Site.of(small.path().resolve("data"), places.get(2)));
      Map<String, String> both = Map.of("log.dirs", first + "," + failing.path().resolve("data"));
      try (ThreeNodes cluster = ThreeNodes.startOn(sites, Map.of(FAILING, both))) {
        Clients clients = Clients.of(cluster);
        String topic = clients.topic(Ordeal.PARTITIONS, 3, Map.of("retention.bytes", "8000000"));
        new Ordeal(1, 500, 2_000).inflict(clients, topic, () -> failDisk(failing, clients, topic));
        assertThat(cluster.node(FAILING).isAlive()).isTrue();
        assertThat(cluster.node(FAILING).output()).contains("out of service replicas=");

        String another = clients.topic(Ordeal.PARTITIONS, 3, Map.of());
        new Ordeal(1, 500, 2_000)
            .inflict(clients, another, () -> fillDisk(small, clients, another));
        clients.awaitInSync(another, 3, PATIENCE);
      }
    }
  }

  /// As many as lie in the other directory stay in sync.
  private static void failDisk(LoopDisk disk, Clients clients, String topic) {
    disk.cutPower();
    Await.within(
        PATIENCE,
        "replicas of the failed directory lead nothing",
        () -> {
          List<TopicPartitionInfo> left = without(FAILING, clients.describe(topic));
          return left.size() == Ordeal.PARTITIONS / 2
              && left.stream().allMatch(each -> each.leader().id() != FAILING);
        });
  }

  private static void fillDisk(LoopDisk disk, Clients clients, String topic) throws IOException {
    Path filler = fill(disk.path());
    Await.within(
        PATIENCE,
        "the node with the full disk is waited for nowhere",
        () -> without(FULL, clients.describe(topic)).size() == Ordeal.PARTITIONS);
    Files.delete(filler);
  }

  private static List<TopicPartitionInfo> without(int node, TopicDescription topic) {
    return topic.partitions().stream()
        .filter(each -> each.isr().stream().noneMatch(replica -> replica.id() == node))
        .toList();
  }

  /// Most of it without a byte to write: a disk that is busy with that would be a slow one first.
  private static Path fill(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    String free = Long.toString(disk.toFile().getUsableSpace());
    Command.run("fallocate", "-l", free, filler.toString());
    try (OutputStream out = Files.newOutputStream(filler, CREATE, APPEND)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException _) {
      return filler; // it is full
    }
  }
}
