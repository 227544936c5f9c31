package io.headrace.cli.command;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Connector;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.render.Output;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a verb: what was typed, where results go, and the cluster once it is asked for.
public final class Session implements AutoCloseable {

  private final Arguments arguments;
  private final Output output;
  private final Terminal terminal;
  private final Connector connector;
  private final Target target;
  private @Nullable Cluster cluster;

  public Session(
      Arguments arguments,
      Output output,
      Terminal terminal,
      Connector connector,
      Map<String, String> environment) {
    this.arguments = arguments;
    this.output = output;
    this.terminal = terminal;
    this.connector = connector;
    String fallback =
        environment.getOrDefault(Globals.BOOTSTRAP_VARIABLE, Globals.DEFAULT_BOOTSTRAP);
    this.target =
        new Target(
            arguments.find(Globals.BOOTSTRAP).orElse(fallback),
            arguments.get(Globals.TIMEOUT),
            arguments.find(Globals.CLIENT_CONFIG).map(Path::of));
  }

  public Arguments arguments() {
    return arguments;
  }

  public Output output() {
    return output;
  }

  public Terminal terminal() {
    return terminal;
  }

  /// @throws Failure if the cluster cannot be reached or has no such topic
  public Sink openSink(Sink.Settings settings) {
    return connector.sink(target, settings);
  }

  /// @throws Failure if the cluster cannot be reached or has no such topic
  public Source openSource(Source.Settings settings) {
    return connector.source(target, settings);
  }

  /// The cluster; connects on the first call.
  public Cluster cluster() {
    if (cluster == null) {
      cluster = connector.cluster(target);
    }
    return cluster;
  }

  /// What `--dry-run` asks for.
  public Effect effect() {
    return arguments.has(Globals.DRY_RUN) ? Effect.CHECK : Effect.APPLY;
  }

  public boolean isDryRun() {
    return effect() == Effect.CHECK;
  }

  /// Asks before something that cannot be undone, unless `--yes` was typed.
  ///
  /// @param action what is about to happen, such as `delete topic orders`
  /// @throws Failure if the answer is no, or if there is nobody to ask
  public void confirm(String action) {
    if (arguments.has(Globals.YES)) {
      return;
    }
    Optional<String> answer = terminal.ask(action + "? [y/N] ");
    if (answer.isEmpty()) {
      throw Failure.usage(
          "will not " + action + " without being sure",
          "there is no terminal to ask at, and --yes was not given",
          "the same command with --yes, or with --dry-run to see what it would do");
    }
    String word = answer.get().strip();
    if (!word.equalsIgnoreCase("y") && !word.equalsIgnoreCase("yes")) {
      throw new Failure(
          Exit.FAILED, "did not " + action, "the answer was no", "nothing; nothing was changed");
    }
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
