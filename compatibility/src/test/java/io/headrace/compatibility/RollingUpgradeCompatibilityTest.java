package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.tools.FeatureCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes go to a release that knows one feature level more, one after the other, and back.
/// The newer release is this one, told to know the next level as well.
final class RollingUpgradeCompatibilityTest {

  private static final List<String> NEWER =
      List.of("--set", "unstable.feature.versions.enable=true");
  private static final List<String> OLDER = List.of();

  @Test
  @Tag("slow")
  void anUpgradeIsFinalisedByCommandAndCanBeTakenBackUntilThen(@TempDir Path directory) {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(1, 3, Map.of());
      restart(cluster, 1, NEWER);
      restart(cluster, 2, NEWER);
      assertThat(upgrade(cluster)).contains("3 only supports versions 1-1");

      restart(cluster, 2, OLDER);
      restart(cluster, 2, NEWER);
      restart(cluster, 3, NEWER);
      assertThat(upgrade(cluster)).contains("finalised headrace.version 2 (was 1)");
      write(clients, topic);

      NodeProcess returning = cluster.node(1);
      returning.stop();
      returning.launchAgainWith(OLDER);
      Await.until("the older release is refused", () -> !returning.isAlive());
      assertThat(returning.output())
          .contains("works at headrace.version 2", "this release knows the levels 1 to 1");

      assertThat(downgrade(cluster)).contains("headrace.version was downgraded to 1.");
      returning.launchAgainWith(OLDER);
      returning.awaitReady();
      clients.awaitInSync(topic, 3, Clients.PATIENCE);
      assertThat(clients.readAll(topic, 1, 1)).extracting(ConsumerRecord::value).contains("kept");
    }
  }

  private static void restart(ThreeNodes cluster, int id, List<String> release) {
    NodeProcess node = cluster.node(id);
    node.stop();
    node.launchAgainWith(release);
    node.awaitReady();
  }

  private static String upgrade(ThreeNodes cluster) {
    String launcher = Repository.launcher().toString();
    return Command.run(launcher, "cluster", "upgrade", "--yes", "-b", cluster.node(2).bootstrap())
        .output();
  }

  private static String downgrade(ThreeNodes cluster) {
    return KafkaTool.run(
            FeatureCommand::main,
            "",
            "--bootstrap-server",
            cluster.node(2).bootstrap(),
            "downgrade",
            "--feature",
            "headrace.version=1")
        .output();
  }

  private static void write(Clients clients, String topic) {
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "k", "kept")));
    }
  }
}
