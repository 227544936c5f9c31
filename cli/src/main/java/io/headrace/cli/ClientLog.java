package io.headrace.cli;

/// What the Kafka client may log: nothing, or with `--verbose` its warnings.
///
/// Runs before anything of the client is loaded, because the logger looks at these properties once.
/// With nothing to log, no logger is loaded at all.
final class ClientLog {

  private ClientLog() {}

  static void configure(boolean verbose) {
    if (verbose) {
      System.setProperty("tinylog.level", "warn");
      System.setProperty("tinylog.writer", "console");
      System.setProperty("tinylog.writer.stream", "err");
    } else {
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
  }
}
