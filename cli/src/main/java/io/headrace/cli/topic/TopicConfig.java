package io.headrace.cli.topic;

import io.headrace.cli.cluster.Configs.Scope;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.SettingsView;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.util.List;

public final class TopicConfig implements Verb {

  private static final Option<String> UNSET =
      Option.text("--unset", "KEY", "go back to what the topic inherits; may be repeated");
  private static final Option<Boolean> ALL =
      Option.flag("-a,--all", "also settings that have their default");

  @Override
  public Syntax syntax() {
    return Syntax.of("topic config", "Show or change the settings of a topic")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .operand("KEY=VALUE", "settings to change; without any, they are shown", Arity.ANY)
        .options(UNSET, ALL, Globals.DRY_RUN)
        .example("headrace topic config orders")
        .example("headrace topic config orders retention.ms=86400000")
        .example("headrace topic config orders --unset retention.ms");
  }

  @Override
  public void run(Session session) {
    Arguments arguments = session.arguments();
    var scope = new Scope.OfTopic(arguments.word(0));
    List<String> assignments = arguments.wordsFrom(1);
    List<String> unset = arguments.all(UNSET);
    if (assignments.isEmpty() && unset.isEmpty()) {
      SettingsView.show(session, scope, List.of(), SettingsView.Extent.of(arguments.has(ALL)));
    } else {
      SettingsView.change(session, scope, assignments, unset);
    }
  }
}
