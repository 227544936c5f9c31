package io.headrace.broker;

import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.NodeConfig;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `headrace start`: runs one node until it is told to stop.
///
/// SIGTERM and SIGINT stop it cleanly. It ends with 1 and one line of error if it cannot start,
/// with 2 if it was called wrongly.
public final class Main {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    NodeConfig config;
    try {
      CommandLine line = CommandLine.parse(List.of(arguments));
      if (line.helpWanted()) {
        System.out.print(CommandLine.HELP);
        return;
      }
      config = NodeConfig.of(line.settings());
    } catch (BadConfigException e) {
      System.err.println("headrace: " + e.getMessage());
      System.exit(USAGE);
      return;
    }
    run(config, LoggerFactory.getLogger(Main.class));
  }

  private static void run(NodeConfig config, Logger log) {
    config.notices().forEach(log::info);
    try {
      Broker broker =
          Broker.start(
              config, RaftMetadata.of(config.quorum()), failure -> stopAtOnce(failure, log));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    broker.close();
                    log.info("node={} stopped", config.identity().nodeId());
                  },
                  "stop"));
      Welcome.print(System.out, config, broker.advertised());
    } catch (IOException e) {
      System.err.println("headrace: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  /// Fail-stop: state that cannot be trusted must not reach the disk.
  private static void stopAtOnce(Throwable failure, Logger log) {
    log.error("node stopped, it cannot go on", failure);
    Runtime.getRuntime().halt(FAILED);
  }
}
