package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node of three starts while one of its two log directories is dead, and later with both
/// (KIP-112).
final class DeadLogDirectoryCompatibilityTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NODE = 3;

  @TempDir private Path directory;

  @Test
  void clientsNoticeNothingAndTheReplicasInItCatchUpWhenItIsBack() throws Exception {
    List<Site> sites =
        IntStream.rangeClosed(1, 3)
            .mapToObj(id -> Site.in(directory.resolve("node-" + id)))
            .toList();
    Path data = directory.resolve("first");
    Path more = directory.resolve("second");
    Map<Integer, Map<String, String>> own = Map.of(NODE, Map.of("log.dirs", data + "," + more));
    try (ThreeNodes cluster = ThreeNodes.startOn(sites, own)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(Ordeal.PARTITIONS, 3, Map.of());
      new Ordeal(1, 500, 1_000)
          .inflict(clients, topic, () -> dieAndComeBack(cluster, clients, topic, more));
    }
  }

  private void dieAndComeBack(ThreeNodes cluster, Clients clients, String topic, Path more)
      throws IOException {
    Set<Integer> dead = partitionsIn(more, topic, clients);
    assertThat(dead).as("partitions in %s", more).isNotEmpty().hasSizeLessThan(Ordeal.PARTITIONS);

    cluster.node(NODE).stop();
    Path aside = Files.move(more, directory.resolve("aside"));
    Files.writeString(more, "no directory");
    cluster.node(NODE).startAgain();
    Await.within(
        PATIENCE,
        "others do without " + dead + " at the node",
        () ->
            clients.describe(topic).partitions().stream()
                .allMatch(each ->
                    each.leader() != null
                        && dead.contains(each.partition())
                            == each.isr().stream().noneMatch(node -> node.id() == NODE)));
    LogDirDescription described = directories(clients).get(more.toString());
    assertThat(described.error()).isInstanceOf(KafkaStorageException.class);
    assertThat(said(cluster, "status")).contains("node 3 does without its log directory " + more);
    assertThat(said(cluster, "doctor")).contains("log directory " + more + " of node 3");

    cluster.node(NODE).stop();
    Files.delete(more);
    Files.move(aside, more);
    cluster.node(NODE).startAgain();
    clients.awaitInSync(topic, 3, PATIENCE);
    assertThat(partitionsIn(more, topic, clients)).isEqualTo(dead);
  }

  private static Set<Integer> partitionsIn(Path directory, String topic, Clients clients) {
    return directories(clients).get(directory.toString()).replicaInfos().keySet().stream()
        .filter(each -> each.topic().equals(topic))
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  private static Map<String, LogDirDescription> directories(Clients clients) {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.describeLogDirs(List.of(NODE)).allDescriptions()).get(NODE);
    }
  }

  private static String said(ThreeNodes cluster, String verb) {
    var words = new ArrayList<String>();
    words.add(Repository.launcher().toString());
    words.addAll(List.of(verb, "-b", cluster.bootstrap()));
    return Command.run(words.toArray(String[]::new)).output();
  }
}
