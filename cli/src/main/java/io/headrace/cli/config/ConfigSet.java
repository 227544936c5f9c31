package io.headrace.cli.config;

import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.SettingsView;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.util.List;

public final class ConfigSet implements Verb {

  private static final Option<String> UNSET =
      Option.text("--unset", "KEY", "go back to what is inherited; may be repeated");

  @Override
  public Syntax syntax() {
    return Syntax.of("config set", "Change settings while the cluster runs")
        .operand("KEY=VALUE", "settings to change", Arity.ANY)
        .options(
            ScopeOptions.TOPIC,
            ScopeOptions.NODE,
            ScopeOptions.ALL_NODES,
            ScopeOptions.GROUP,
            UNSET,
            Globals.DRY_RUN)
        .example("headrace config set --topic orders retention.ms=86400000")
        .example("headrace config set --all-nodes log.retention.ms=86400000 --dry-run")
        .example("headrace config set --topic orders --unset retention.ms");
  }

  @Override
  public void run(Session session) {
    List<String> assignments = session.arguments().wordsFrom(0);
    List<String> unset = session.arguments().all(UNSET);
    if (assignments.isEmpty() && unset.isEmpty()) {
      throw Failure.usage(
          "nothing to set",
          "neither KEY=VALUE nor --unset KEY was given",
          "headrace config set -h");
    }
    SettingsView.change(session, ScopeOptions.scope(session), assignments, unset);
  }
}
