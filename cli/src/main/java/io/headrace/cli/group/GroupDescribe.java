package io.headrace.cli.group;

import io.headrace.cli.cluster.Groups.GroupDetail;
import io.headrace.cli.cluster.Groups.Member;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Listing;

public final class GroupDescribe implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("group describe", "Show a group and its members")
        .operand("GROUP", "the name of the group", Arity.ONE)
        .example("headrace group describe billing");
  }

  @Override
  public void run(Session session) {
    GroupDetail group = session.cluster().groups().describe(session.arguments().word(0));
    var members = new Listing("member", "instance", "client", "host", "partitions");
    for (Member member : group.members()) {
      members.add(
          member.memberId(),
          member.instanceId(),
          member.clientId(),
          member.host(),
          member.partitions());
    }
    session
        .output()
        .show(
            new Card()
                .fact("group", group.group())
                .fact("state", group.state())
                .fact("type", group.type())
                .fact("assignor", group.assignor())
                .fact("coordinator", group.coordinator())
                .parts("members", members));
  }
}
