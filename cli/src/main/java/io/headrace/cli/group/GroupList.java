package io.headrace.cli.group;

import io.headrace.cli.cluster.Groups.GroupSummary;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;

public final class GroupList implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("group list", "List the consumer groups").example("headrace group list");
  }

  @Override
  public void run(Session session) {
    var listing = new Listing("group", "state", "type", "protocol");
    for (GroupSummary group : session.cluster().groups().list()) {
      listing.add(group.group(), group.state(), group.type(), group.protocol());
    }
    session.output().show(listing);
    if (listing.rows().isEmpty()) {
      session.output().note("no groups yet; join one with: headrace consume TOPIC --group NAME");
    }
  }
}
