package io.headrace.cli.group;

import io.headrace.cli.cluster.Groups;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import java.util.List;

public final class GroupDelete implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("group delete", "Delete groups with their committed offsets")
        .operand("GROUP", "the names of the groups", Arity.SOME)
        .options(Globals.DRY_RUN)
        .example("headrace group delete billing --yes");
  }

  @Override
  public void run(Session session) {
    List<String> names = session.arguments().wordsFrom(0);
    Groups groups = session.cluster().groups();
    names.forEach(groups::describe);
    String what = "group " + String.join(", ", names);
    if (!session.isDryRun()) {
      session.confirm("delete " + what + " and what it committed");
      groups.delete(names);
    }
    session
        .output()
        .done(
            (session.isDryRun() ? "would delete " : "deleted ") + what,
            new Card().fact("groups", names).fact("dry_run", session.isDryRun()));
  }
}
