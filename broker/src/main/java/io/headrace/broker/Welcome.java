package io.headrace.broker;

import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What a node says when it is ready.
final class Welcome {

  private Welcome() {}

  static void print(PrintStream out, NodeConfig config, List<Endpoint> advertised) {
    out.println("Headrace is ready.");
    out.println();
    for (Endpoint endpoint : advertised) {
      out.printf("  clients    %s%n", address(endpoint));
    }
    Endpoint betweenNodes = config.quorum().reachedAt();
    if (betweenNodes != null && !config.identity().roles().isBroker()) {
      out.printf("  controller %s%n", address(betweenNodes));
    }
    String data =
        config.storage().logDirs().stream().map(Path::toString).collect(Collectors.joining(", "));
    out.printf("  data       %s%n", data);
    out.println();
    if (!advertised.isEmpty()) {
      printFirstSteps(out, address(advertised.getFirst()));
    }
    out.println("Stop it with Ctrl-C.");
    out.flush();
  }

  private static String address(Endpoint endpoint) {
    return endpoint.host() + ":" + endpoint.port();
  }

  private static void printFirstSteps(PrintStream out, String bootstrap) {
    out.println("Use it with any Kafka client (bootstrap.servers=" + bootstrap + "), or:");
    out.println();
    String option = "127.0.0.1:9092".equals(bootstrap) ? "" : " -b " + bootstrap;
    out.printf("  echo '{\"id\":1}' | ./headrace produce orders%s%n", option);
    out.printf("  ./headrace consume orders -n 1%s%n", option);
    out.println();
  }
}
