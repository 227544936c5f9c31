package io.headrace.broker;

import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// What a node says when it is ready.
final class Welcome {

  private Welcome() {}

  static void print(PrintStream out, NodeConfig config, Iterable<Endpoint> advertised) {
    String data =
        config.storage().logDirs().stream().map(Path::toString).collect(Collectors.joining(", "));
    out.println("Headrace is ready.");
    out.println();
    String first = null;
    for (Endpoint endpoint : advertised) {
      String address = endpoint.host() + ":" + endpoint.port();
      first = first == null ? address : first;
      out.printf("  clients    %s%n", address);
    }
    out.printf("  data       %s%n", data);
    out.println();
    out.println("Use it with any Kafka client (bootstrap.servers=" + first + "), or:");
    out.println();
    String option = "127.0.0.1:9092".equals(first) ? "" : " -b " + first;
    out.printf("  echo '{\"id\":1}' | ./headrace produce orders%s%n", option);
    out.printf("  ./headrace consume orders -n 1%s%n", option);
    out.println();
    out.println("Stop it with Ctrl-C.");
    out.flush();
  }
}
