package io.headrace.cli.operator;

import io.headrace.cli.cluster.Operations.Quorum;
import io.headrace.cli.cluster.Operations.Voter;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Listing;
import java.util.Optional;

public final class ClusterQuorum implements Verb {

  private static final long MS_PER_S = 1_000;

  @Override
  public Syntax syntax() {
    return Syntax.of("cluster quorum", "Show the nodes that decide on metadata")
        .note(
            "ROLE: leader, the controller; voter; observer, which follows without a vote. LAG is in"
                + "\nrecords of metadata behind the leader;"
                + " SILENT S, for how many seconds the leader has not\nheard of it.")
        .example("headrace cluster quorum");
  }

  @Override
  public void run(Session session) {
    Quorum quorum = session.cluster().operations().quorum();
    var replicas = new Listing("node", "role", "end", "lag", "silent_s");
    for (Voter each : quorum.replicas()) {
      replicas.add(
          each.node(),
          role(each, quorum),
          known(each, each.endOffset()),
          known(each, each.lag()),
          known(each, each.silentMs() / MS_PER_S));
    }
    session
        .output()
        .show(
            new Card()
                .fact("leader", quorum.leader())
                .fact("epoch", quorum.epoch())
                .fact("committed", quorum.committedOffset())
                .fact("voters", quorum.voters().size())
                .parts("replicas", replicas));
  }

  private static Optional<Long> known(Voter replica, long value) {
    return replica.isKnown() ? Optional.of(value) : Optional.empty();
  }

  private static String role(Voter replica, Quorum quorum) {
    if (replica.node() == quorum.leader()) {
      return "leader";
    }
    return replica.votes() ? "voter" : "observer";
  }
}
