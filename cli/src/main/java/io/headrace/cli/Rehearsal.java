package io.headrace.cli;

import io.headrace.cli.line.Exit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs the common commands once against a node of the build, while the Java machine takes down
/// what both sides load and link: later starts find that in their AOT caches (see
/// `tools/rehearse`).
///
/// What needs the Kafka client stays out: its classes in the cache would cost every other command
/// as much as their own work.
final class Rehearsal {

  private static final String TOPIC = "rehearsal";
  private static final int RECORDS = 20_000;

  private final String bootstrap;

  private Rehearsal(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// @param words the address of the node
  public static void main(String[] words) throws IOException {
    ClientLog.configure(false);
    var rehearsal = new Rehearsal(words[0]);
    Path lines = Files.createTempFile("rehearsal", ".txt");
    try {
      Files.writeString(lines, "key:{\"a\":1,\"b\":\"two\"}\n".repeat(RECORDS));
      rehearsal.run(lines);
    } finally {
      Files.delete(lines);
    }
    System.exit(0);
  }

  private void run(Path lines) {
    String file = lines.toString();
    command("status");
    command("topic", "create", TOPIC, "--partitions", "3");
    command("topic", "list");
    command("topic", "describe", TOPIC, "-o", "json");
    command("produce", TOPIC, "-f", file, "-k", ":");
    command("produce", TOPIC, "-f", file, "--compression", "zstd");
    command("consume", TOPIC, "--from", "START", "--exit-at-end", "-o", "jsonl");
    command("consume", TOPIC, "--from", "START", "-n", "1");
    command("group", "list");
    command("group", "seek", TOPIC, "--topic", TOPIC, "--to", "START", "--yes");
    command("group", "describe", TOPIC);
    command("group", "lag", TOPIC);
    command("config", "get", "--topic", TOPIC);
    command("config", "explain", "retention.ms", "--topic", TOPIC);
    command("topic", "config", TOPIC, "retention.ms=1000000");
    command("topic", "list", "--help");
    command("completion", "bash");
    command("topic", "delete", TOPIC, "--yes");
  }

  private void command(String... words) {
    var typed = new ArrayList<>(List.of(words));
    typed.addAll(List.of("-b", bootstrap));
    var main =
        new Main(
            OutputStream.nullOutputStream(),
            System.err,
            new SystemTerminal(),
            new ClusterConnector(),
            Map.of());
    Exit exit = main.run(typed);
    if (exit != Exit.OK) {
      throw new UncheckedIOException(new IOException(typed + " ended with " + exit));
    }
  }
}
