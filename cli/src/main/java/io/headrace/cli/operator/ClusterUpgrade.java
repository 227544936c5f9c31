package io.headrace.cli.operator;

import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Operations.Feature;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;

/// Finalises an upgrade: the last step, after which there is no way back to the older release.
public final class ClusterUpgrade implements Verb {

  private static final String VERSION = "headrace.version";

  @Override
  public Syntax syntax() {
    return Syntax.of("cluster upgrade", "Finalise an upgrade once every node runs the new release")
        .options(Globals.DRY_RUN)
        .note(
            "Until then the new release works as the old one did, and nodes can go back to it."
                + " Afterwards\nthey cannot. The cluster refuses it while a node does not know the"
                + " new level.")
        .example("headrace cluster upgrade --dry-run")
        .example("headrace cluster upgrade");
  }

  @Override
  public void run(Session session) {
    Operations operations = session.cluster().operations();
    Feature feature =
        operations.features().stream()
            .filter(each -> each.name().equals(VERSION))
            .findFirst()
            .orElseThrow(() ->
                new Failure(
                    Exit.FAILED,
                    "cannot tell what this cluster works at",
                    "it does not know " + VERSION,
                    "headrace cluster info"));
    int from = feature.finalised();
    int to = feature.highest();
    boolean news = to > from;
    if (news) {
      if (!session.isDryRun()) {
        session.confirm("finalise %s %d, after which there is no way back".formatted(VERSION, to));
      }
      operations.raise(VERSION, to, session.effect());
    }
    String deed = session.isDryRun() ? "every node is ready for" : "finalised";
    session
        .output()
        .done(
            news
                ? "%s %s %d (was %d)".formatted(deed, VERSION, to, from)
                : "nothing to finalise: the cluster works at %s %d, the highest that is known"
                    .formatted(VERSION, from),
            new Card()
                .fact("feature", VERSION)
                .fact("before", from)
                .fact("level", to)
                .fact("dry_run", session.isDryRun()));
  }
}
