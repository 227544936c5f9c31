package io.headrace.cli.config;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.SettingsView;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;

public final class ConfigGet implements Verb {

  private static final Option<Boolean> ALL =
      Option.flag("-a,--all", "also settings that have their default");

  @Override
  public Syntax syntax() {
    return Syntax.of("config get", "Show settings and where each was set")
        .operand("KEY", "only these settings", Arity.ANY)
        .options(
            ScopeOptions.TOPIC, ScopeOptions.NODE, ScopeOptions.ALL_NODES, ScopeOptions.GROUP, ALL)
        .example("headrace config get --all")
        .example("headrace config get log.retention.hours")
        .example("headrace config get --topic orders retention.ms");
  }

  @Override
  public void run(Session session) {
    SettingsView.show(
        session,
        ScopeOptions.scope(session),
        session.arguments().wordsFrom(0),
        SettingsView.Extent.of(session.arguments().has(ALL)));
  }
}
