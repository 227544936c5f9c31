package io.headrace.cli.operator;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Nodes.FailedDirectory;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Operations.Feature;
import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.cluster.Operations.Quorum;
import io.headrace.cli.cluster.Operations.Voter;
import io.headrace.cli.cluster.Topics.PartitionDetail;
import io.headrace.cli.cluster.Topics.TopicDetail;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Counted;
import io.headrace.cli.render.Listing;
import java.util.List;
import java.util.function.Predicate;

/// Looks for what is wrong, or will be, and says for each what to do.
public final class Doctor implements Verb {

  /// So many records of metadata behind, a voter is not merely a moment late.
  private static final long LAG = 1_000;

  private final Listing findings = new Listing("severity", "finding", "next");
  private int urgent;

  @Override
  public Syntax syntax() {
    return Syntax.of("doctor", "Look for what is wrong with a cluster, and say what to do")
        .note(
            "Severity: urgent, somebody cannot write or read now; soon, one more failure would be"
                + " felt;\nnote, worth knowing. Fails with exit code 1 if anything is urgent.")
        .example("headrace doctor")
        .example("headrace doctor -o json");
  }

  @Override
  public void run(Session session) {
    Cluster cluster = session.cluster();
    if (cluster.nodes().describe().controllerId() < 0) {
      urgent++; // and the rest only a controller can answer
      findings.add(
          "urgent",
          "there is no controller: nothing can be changed, no partition gets another leader",
          "start nodes until a majority of the controllers runs");
    } else {
      lookAt(cluster);
    }
    if (findings.rows().isEmpty()) {
      findings.add("well", "nothing to complain of", "");
    }
    session.output().show(findings);
    if (urgent > 0) {
      throw new Failure(
          Exit.FAILED,
          "the cluster is not well",
          urgent + (urgent == 1 ? " finding is urgent" : " findings are urgent"),
          "what stands beside each");
    }
  }

  private void lookAt(Cluster cluster) {
    Operations operations = cluster.operations();
    List<Member> members = operations.members();
    lookAtPartitions(Census.of(cluster), members.size());
    lookAtNodes(cluster, members);
    cluster.nodes().failedDirectories().forEach(this::lookAtDirectory);
    lookAtQuorum(operations.quorum(), members.size());
    operations.features().forEach(this::lookAtFeature);
  }

  private void lookAtPartitions(Census census, int nodeCount) {
    int leaderless = count(census, each -> each.leader() < 0);
    if (leaderless > 0) {
      urgent++;
      findings.add(
          "urgent",
          Counted.of(leaderless, "partition has", "partitions have")
              + " no leader: nobody can write or read there",
          "start the nodes that headrace node list shows as fenced");
    }
    int behind = count(census, each -> each.inSyncReplicas().size() < each.replicas().size());
    if (behind > 0) {
      findings.add(
          "soon",
          Counted.of(behind, "partition has", "partitions have") + " replicas that are not in sync",
          "start the nodes that are missing, or wait until they have caught up");
    }
    long single =
        census.topics().stream()
            .filter(topic -> nodeCount > 1 && topic.replicaCount() == 1)
            .count();
    if (single > 0) {
      String first = firstWithOneReplica(census);
      findings.add(
          "soon",
          Counted.of(single, "topic has", "topics have")
              + " one replica only, gone while its node is, such as "
              + first,
          "headrace cluster reassign %s --to NODE,NODE,NODE".formatted(first));
    }
  }

  private static String firstWithOneReplica(Census census) {
    return census.topics().stream()
        .filter(topic -> topic.replicaCount() == 1)
        .map(TopicDetail::name)
        .findFirst()
        .orElse("");
  }

  private static int count(Census census, Predicate<PartitionDetail> which) {
    return (int) census.partitions().stream().filter(which).count();
  }

  private void lookAtNodes(Cluster cluster, List<Member> members) {
    for (Member member : members) {
      if (!member.inService()) {
        findings.add(
            "soon",
            "node %d (%s) is out of service".formatted(member.id(), member.address()),
            "start it; if it is gone for good, headrace node drain %1$d, then remove %1$d"
                .formatted(member.id()));
      } else if (Census.isDrained(cluster, member.id())) {
        findings.add(
            "note",
            "node %d is being drained, or was".formatted(member.id()),
            "stop it and headrace node remove %1$d, or headrace node drain %1$d --undo"
                .formatted(member.id()));
      }
    }
  }

  private void lookAtDirectory(FailedDirectory failed) {
    findings.add(
        "soon",
        "log directory %s of node %d is out of service, with the replicas in it"
            .formatted(failed.path(), failed.node()),
        "the node's log says why; mend or replace the disk, then start the node anew");
  }

  private void lookAtQuorum(Quorum quorum, int nodeCount) {
    int voters = quorum.voters().size();
    if (voters == 1 && nodeCount > 1) {
      findings.add(
          "soon",
          "one node alone votes on metadata: while it is gone, nothing can be decided",
          "start two more with the role of a controller");
    } else if (voters == 2) {
      findings.add(
          "soon",
          "two nodes vote on metadata: if either is gone, nothing can be decided",
          "start a third node");
    } else if (voters > 2 && voters % 2 == 0) {
      findings.add(
          "note",
          voters + " nodes vote on metadata: one less would bear as many failures",
          "kafka-metadata-quorum add-controller or remove-controller");
    }
    for (Voter voter : quorum.voters()) {
      lookAtVoter(voter);
    }
  }

  private void lookAtVoter(Voter voter) {
    if (!voter.isHeard()) {
      findings.add(
          "soon",
          "node %d votes on metadata, but its vote is missing".formatted(voter.node()),
          "start it; if it is gone for good, headrace node remove " + voter.node());
    } else if (voter.lag() > LAG) {
      findings.add(
          "soon",
          "node %d is %d records of metadata behind".formatted(voter.node(), voter.lag()),
          "look into its log");
    }
  }

  private void lookAtFeature(Feature feature) {
    if (feature.finalised() < feature.highest()) {
      findings.add(
          "note",
          "%s works at %d, the nodes know %d: the upgrade is not finalised"
              .formatted(feature.name(), feature.finalised(), feature.highest()),
          "headrace cluster upgrade, when you are sure not to go back");
    }
  }
}
