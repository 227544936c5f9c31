package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A large real text goes through our own command line and comes back.
@Tag("slow")
@ExtendWith(SharedNode.class)
final class RealInputCompatibilityTest {

  private final Clients clients;

  RealInputCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @Test
  void aTextComesBackToTheByte(@TempDir Path directory) throws IOException {
    Path text = text(directory);
    Path nothing = Files.createTempFile(directory, "nothing", "");
    Path said = directory.resolve("said");
    Path back = directory.resolve("back");
    String topic = clients.topic(1);

    Command produced = headrace(text, said, "produce", topic);
    assertThat(produced.exitCode()).as(() -> read(said)).isZero();
    Command consumed =
        headrace(nothing, back, "consume", topic, "--from", "START", "--exit-at-end");

    assertThat(consumed.exitCode()).isZero();
    assertThat(Files.mismatch(text, back)).as("the first byte that differs").isEqualTo(-1);
  }

  @Test
  void linesOfAKeyStayInOrder(@TempDir Path directory) throws IOException {
    Path text = text(directory);
    Path nothing = Files.createTempFile(directory, "nothing", "");
    Path keyed = directory.resolve("keyed");
    Path said = directory.resolve("said");
    Path back = directory.resolve("back");
    writeKeyed(text, keyed);
    String topic = clients.topic(5);

    Command produced = headrace(keyed, said, "produce", topic, "-k", "|");
    assertThat(produced.exitCode()).as(() -> read(said)).isZero();
    headrace(
            nothing,
            back,
            "consume",
            topic,
            "--from",
            "START",
            "--exit-at-end",
            "--format",
            "%k|%v\\n")
        .succeeded();

    assertThat(byKey(back)).isEqualTo(byKey(keyed));
  }

  private static Path text(Path directory) throws IOException {
    var text = RealText.writeTo(directory.resolve("text"));
    assumeTrue(text.isPresent(), "there is no large text on this machine");
    return text.get();
  }

  /// Puts the name of each line's field, if it has one, in front of it as its key.
  private static void writeKeyed(Path text, Path keyed) throws IOException {
    try (Stream<String> lines = Files.lines(text, ISO_8859_1);
        BufferedWriter out = Files.newBufferedWriter(keyed, ISO_8859_1)) {
      for (String line : (Iterable<String>) lines.limit(300_000)::iterator) {
        int colon = line.indexOf(':');
        String key = colon > 0 && colon < 30 ? line.substring(0, colon) : "none";
        out.write(key.replace('|', '-') + "|" + line + "\n");
      }
    }
  }

  private static Map<String, List<String>> byKey(Path file) throws IOException {
    var lines = new LinkedHashMap<String, List<String>>();
    for (String line : Files.readAllLines(file, ISO_8859_1)) {
      String key = line.substring(0, line.indexOf('|'));
      lines.computeIfAbsent(key, _ -> new ArrayList<>()).add(line);
    }
    return lines;
  }

  private Command headrace(Path input, Path output, String... arguments) {
    var words = new ArrayList<String>();
    words.add(Repository.launcher().toString());
    words.addAll(List.of(arguments));
    words.addAll(List.of("-b", clients.bootstrap()));
    return Command.between(input, output, words.toArray(String[]::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
