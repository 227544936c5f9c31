package io.headrace.cli.command;

import io.headrace.cli.line.Numbers;
import io.headrace.cli.line.Option;
import io.headrace.cli.render.Format;
import java.time.Duration;
import java.util.List;

/// The options of every command.
public final class Globals {

  public static final String DEFAULT_BOOTSTRAP = "127.0.0.1:9092";
  public static final String BOOTSTRAP_VARIABLE = "HEADRACE_BOOTSTRAP";

  public static final Option<String> BOOTSTRAP =
      Option.text(
          "-b,--bootstrap-server",
          "HOST:PORT",
          "the cluster (default HEADRACE_BOOTSTRAP or " + DEFAULT_BOOTSTRAP + ")");
  public static final Option<String> OUTPUT =
      Option.choice("-o,--output", Format.NAMES, "how results look");
  public static final Option<Duration> TIMEOUT =
      Option.of("--timeout", "TIME", "how long to wait for an answer", Numbers::parseDuration)
          .orElse("15s");
  public static final Option<Boolean> QUIET =
      Option.flag("-q,--quiet", "results only: no notes, no headers");
  public static final Option<Boolean> YES =
      Option.flag("-y,--yes", "do not ask before something is deleted or moved");
  public static final Option<Boolean> NO_COLOR =
      Option.flag("--no-color", "no colours (as does the variable NO_COLOR)");
  public static final Option<String> CLIENT_CONFIG =
      Option.text("--client-config", "FILE", "further Kafka client settings (TLS, passwords)");
  public static final Option<Boolean> VERBOSE =
      Option.flag("--verbose", "show what the client logs, and where an error came from");
  public static final Option<Boolean> HELP = Option.flag("-h,--help", "this page");

  /// Only for verbs that change something.
  public static final Option<Boolean> DRY_RUN =
      Option.flag("--dry-run", "show what would change, and change nothing");

  public static final List<Option<?>> ALL =
      List.of(BOOTSTRAP, OUTPUT, TIMEOUT, QUIET, YES, NO_COLOR, CLIENT_CONFIG, VERBOSE, HELP);

  private Globals() {}
}
