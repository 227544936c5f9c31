package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator's day with Headrace's own commands: a cluster of three is looked at, a topic is
/// moved, a machine dies and is taken out for good.
final class OperatorCommandsCompatibilityTest {

  @Test
  void aClusterIsLookedAtAndLosesANodeForGood(@TempDir Path directory) {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      assertThat(said(cluster, "status")).contains("well", cluster.node(3).bootstrap());
      assertThat(said(cluster, "cluster info")).contains("headrace.version", "1,2,3");
      assertThat(said(cluster, "cluster upgrade --dry-run")).contains("nothing to finalise");
      assertThat(said(cluster, "doctor")).contains("nothing to complain of");
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(2, 3, Map.of("min.insync.replicas", "1"));
      String spread = clients.topic(6, 2, Map.of("min.insync.replicas", "1"));
      assertThat(said(cluster, "node remove 3 --yes")).contains("it still has");

      cluster.node(3).kill();
      Await.until("3 is missed", () -> said(cluster, "node list -o csv").contains("rack-3,fenced"));
      assertThat(said(cluster, "status")).contains("degraded", "headrace doctor");
      assertThat(said(cluster, "doctor")).contains("node 3", "headrace node drain 3");
      assertThat(said(cluster, "node drain 3")).contains("will drain node 3", "2 replicas stay");
      assertThat(said(cluster, "cluster reassign " + topic + " --to 1,2"))
          .contains("began to move 2 partitions to nodes 1,2");
      Await.until("nothing moves", () -> said(cluster, "cluster reassign").contains("nothing"));
      Await.until("all is away from 3", () -> said(cluster, "node list -o csv").contains(",0,0"));
      Await.until(
          "3 has not been heard of for long enough to be removed",
          () -> said(cluster, "node remove 3 --yes").contains("removed node 3"));

      assertThat(said(cluster, "node list -q -o csv").lines()).hasSize(2);
      assertThat(said(cluster, "cluster quorum")).contains("voters     2");
      assertThat(said(cluster, "topic describe " + spread)).doesNotContain("3,", ",3");
      assertThat(said(cluster, "node remove 3 --yes")).contains("there is no node 3");
    }
  }

  private static String said(ThreeNodes cluster, String line) {
    var words = new ArrayList<String>();
    words.add(Repository.launcher().toString());
    words.addAll(List.of(line.split(" ", -1)));
    words.addAll(List.of("-b", cluster.bootstrap()));
    return Command.run(words.toArray(String[]::new)).output();
  }
}
