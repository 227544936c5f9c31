package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Configs.Origin;
import io.headrace.cli.cluster.Nodes.FailedDirectory;
import io.headrace.cli.cluster.Operations.Feature;
import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.cluster.Operations.Move;
import io.headrace.cli.cluster.Operations.Voter;
import io.headrace.cli.command.Unattended;
import io.headrace.cli.line.Exit;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `status`, `node`, `cluster` and `doctor`: what they say, to the letter, and what they do.
final class OperatorVerbsTest {

  private final FakeConnector connector = new FakeConnector();
  private final FakeCluster cluster = connector.cluster;
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  @Test
  void nodesAreListedWithWhatTheyCarry() {
    cluster.topic("orders", 2, 0);
    cluster.operations.members.set(2, new Member(3, "host-3", 9092, "b", false));

    assertThat(run("node", "list", "-o", "csv")).isEqualTo(Exit.OK);

    assertThat(shown())
        .isEqualTo(
            """
            node,address,rack,state,leaders,replicas
            1,host-1:9092,,in service,2,2
            2,host-2:9092,,in service,0,0
            3,host-3:9092,b,fenced,0,0
            """);
  }

  @Test
  void aNodeIsDrainedAndGivenBack() {
    cluster.topic("orders", 2, 0);

    assertThat(run("node", "drain", "1", "--dry-run")).isEqualTo(Exit.OK);
    assertThat(run("node", "drain", "1", "--undo")).isEqualTo(Exit.OK);

    assertThat(cluster.changes)
        .containsExactly(
            "node 1 {headrace.drain=true} [] CHECK", "node 1 {} [headrace.drain] APPLY");
    assertThat(shown() + said()).contains("would drain node 1 of 2 replicas");
  }

  @Test
  void aDrainThatCannotEndSaysSo() {
    cluster.topic("orders", 2, 0);
    cluster.operations.members.removeIf(member -> member.id() != 1);

    assertThat(run("node", "drain", "1")).isEqualTo(Exit.OK);

    assertThat(said()).contains("2 replicas stay, all others have one");
  }

  @Test
  void aNodeThatIsNotThereIsNotFound() {
    assertThat(run("node", "drain", "9")).isEqualTo(Exit.NOT_FOUND);
    assertThat(said()).contains("there is no node 9", "[1, 2, 3]", "headrace node list");
    assertThat(run("node", "drain", "nine")).isEqualTo(Exit.USAGE);
  }

  @Test
  void aNodeIsRemovedOnlyWhenItIsEmptyAndStopped() {
    cluster.topic("orders", 2, 0);

    assertThat(run("node", "remove", "1", "--yes")).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("it still has 2 replicas", "headrace node drain 1");
    assertThat(run("node", "remove", "2", "--yes")).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("it runs, and would register again at once");
    cluster.operations.members.set(1, new Member(2, "host-2", 9092, "", false));
    assertThat(run("node", "remove", "2", "--yes")).as("it votes").isEqualTo(Exit.FAILED);
    cluster.operations.replicas.set(1, new Voter(2, true, 30, 10, 60_000));
    assertThat(run("node", "remove", "2", "--yes")).isEqualTo(Exit.OK);

    assertThat(cluster.changes).containsExactly("remove vote 2", "remove 2");
  }

  @Test
  void whatOnlyVotesLosesItsVoteOnceItIsSilent() {
    cluster.operations.members.removeIf(member -> member.id() == 3);

    assertThat(run("node", "remove", "3", "--yes")).isEqualTo(Exit.FAILED);
    cluster.operations.replicas.set(2, new Voter(3, true, 30, 10, 60_000));
    assertThat(run("node", "remove", "3", "--yes")).isEqualTo(Exit.OK);

    assertThat(cluster.changes).containsExactly("remove vote 3");
  }

  @Test
  void theQuorumIsShown() {
    cluster.operations.replicas.set(2, new Voter(3, false, 30, 10, 4_200));

    run("cluster", "quorum", "-o", "json");

    assertThat(shown())
        .contains(
            "\"leader\":1",
            "\"voters\":2",
            "\"role\":\"observer\"",
            "\"lag\":10",
            "\"silent_s\":4");
  }

  @Test
  void theClusterTellsWhatItWorksAt() {
    run("cluster", "info", "-o", "json");

    assertThat(shown())
        .contains("\"nodes\":3", "\"voters\":[1,2,3]", "\"feature\":\"headrace.version\"");
  }

  @Test
  void partitionsAreMovedAndTheMovesStopped() {
    cluster.topic("orders", 2, 0);
    var partition = new TopicPartition("orders", 1);
    cluster.operations.moves.put(partition, new Move(List.of(1, 2), List.of(2), List.of(1)));

    assertThat(run("cluster", "reassign", "orders:1", "--to", "2,3")).isEqualTo(Exit.OK);
    assertThat(run("cluster", "reassign", "orders", "--cancel")).isEqualTo(Exit.OK);
    assertThat(run("cluster", "reassign", "orders:7", "--to", "2")).isEqualTo(Exit.NOT_FOUND);
    assertThat(run("cluster", "reassign", "orders", "--to", "9")).isEqualTo(Exit.NOT_FOUND);
    assertThat(run("cluster", "reassign", "orders")).isEqualTo(Exit.USAGE);

    assertThat(cluster.changes)
        .containsExactly("reassign {%s=[2, 3]}".formatted(partition), "cancel [" + partition + "]");
  }

  @Test
  void anUpgradeIsFinalisedWhenThereIsOne() {
    assertThat(run("cluster", "upgrade")).isEqualTo(Exit.OK);
    assertThat(shown() + said()).contains("nothing to finalise");
    cluster.operations.version = new Feature("headrace.version", 1, 1, 2);
    assertThat(run("cluster", "upgrade")).as("nobody to ask").isEqualTo(Exit.USAGE);
    assertThat(run("cluster", "upgrade", "--dry-run")).isEqualTo(Exit.OK);
    assertThat(run("cluster", "upgrade", "--yes")).isEqualTo(Exit.OK);

    assertThat(cluster.changes)
        .containsExactly("raise headrace.version 2 CHECK", "raise headrace.version 2 APPLY");
  }

  @Test
  void aClusterWithoutLeadersIsNotWell() {
    cluster.topic("orders", 1, 0);
    cluster.leader = -1;

    assertThat(run("status")).isEqualTo(Exit.FAILED);
    assertThat(shown()).contains("failing");
  }

  @Test
  void aControllerThatIsNoBrokerIsNamed() {
    cluster.controller = 100;

    run("status", "-o", "json");

    assertThat(shown())
        .contains("\"controller\":100")
        .contains("{\"node\":1,\"address\":\"127.0.0.1:9092\",\"controller\":\"no\"}");
  }

  @Test
  void aClusterWithoutControllerOrWithASilentNodeIsStillShown() {
    cluster.controller = -1;
    cluster.groupsAreSilent = true;

    assertThat(run("status")).isEqualTo(Exit.OK);

    assertThat(shown()).contains("degraded", "none", "unknown");
    assertThat(said()).contains("cannot list the groups: node 2 is silent", "headrace doctor");
  }

  @Test
  void aDoctorWithoutControllerSaysSoAndNoMore() {
    cluster.controller = -1;

    assertThat(run("doctor", "-o", "csv")).isEqualTo(Exit.FAILED);
    assertThat(shown()).contains("urgent,\"there is no controller");
  }

  @Test
  void theDoctorIsContentWithAWellCluster() {
    assertThat(run("doctor", "-o", "csv")).isEqualTo(Exit.OK);
    assertThat(shown()).isEqualTo("severity,finding,next\nwell,nothing to complain of,\n");
  }

  @Test
  void theDoctorNamesWhatIsWrongAndWhatToDo() {
    cluster.topic("orders", 2, 0);
    cluster.leader = -1;
    cluster.settings.add(FakeCluster.setting("headrace.drain", "true", Origin.NODE));
    cluster.operations.members.set(2, new Member(3, "host-3", 9092, "", false));
    cluster.operations.replicas.remove(2);
    cluster.operations.version = new Feature("headrace.version", 1, 1, 2);

    assertThat(run("doctor", "-o", "jsonl")).isEqualTo(Exit.FAILED);

    assertThat(shown())
        .contains(
            "2 partitions have no leader",
            "1 topic has one replica only",
            "headrace cluster reassign orders --to",
            "node 3 (host-3:9092) is out of service",
            "node 1 is being drained",
            "two nodes vote on metadata",
            "the upgrade is not finalised");
    assertThat(said()).contains("1 finding is urgent");
  }

  @Test
  void aLogDirectoryThatANodeDoesWithoutIsNamed() {
    cluster.failedDirectories.add(new FailedDirectory(2, "/disk-b"));

    assertThat(run("status")).isEqualTo(Exit.OK);
    assertThat(shown()).contains("degraded");
    assertThat(said()).contains("node 2 does without its log directory /disk-b", "headrace doctor");
    assertThat(run("doctor", "-o", "jsonl")).isEqualTo(Exit.OK);
    assertThat(shown()).contains("log directory /disk-b of node 2 is out of service");
  }

  @Test
  void theDoctorMissesAVoteThatNobodyHears() {
    cluster.operations.replicas.set(1, new Voter(2, true, 38, 2, 60_000));
    cluster.operations.replicas.set(2, new Voter(3, true, -1, 41, 0));

    assertThat(run("doctor", "-o", "jsonl")).isEqualTo(Exit.OK);

    assertThat(shown()).contains("node 2 votes on metadata", "node 3 votes on metadata");
  }

  @Test
  void theDoctorWantsMoreThanOneVote() {
    cluster.operations.replicas.removeIf(each -> each.node() != 1);

    assertThat(run("doctor", "-o", "jsonl")).isEqualTo(Exit.OK);

    assertThat(shown()).contains("one node alone votes on metadata");
  }

  @Test
  void nothingThatMovesIsSaid() {
    assertThat(run("cluster", "reassign")).isEqualTo(Exit.OK);
    assertThat(said()).isEqualTo("nothing moves\n");
  }

  private Exit run(String... words) {
    var nobody = new Unattended(InputStream.nullInputStream(), () -> 1_000_000);
    return new Main(results, notes, nobody, connector, Map.of()).run(List.of(words));
  }

  private String shown() {
    return results.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return notes.toString(StandardCharsets.UTF_8);
  }
}
