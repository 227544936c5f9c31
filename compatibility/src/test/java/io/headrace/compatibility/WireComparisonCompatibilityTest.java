package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same raw questions, good and bad, in every version of every API that is served, to a node of
/// ours and to the real Apache Kafka; the answers are compared field by field. What differs and is
/// not in `wire-differences.txt` is a failure, and so is a line there that is out of date.
///
/// `-Dheadrace.compatibility.bootstrap=` and `-Dheadrace.compatibility.kafka=` name brokers that
/// run already; both must be empty.
@Tag("slow")
class WireComparisonCompatibilityTest {

  private static final List<Consumer<WireClient>> QUESTIONS =
      List.of(
          WireTopicQuestions::ask,
          WireDataQuestions::ask,
          WireGroupQuestions::ask,
          WireClusterQuestions::ask);

  private static final String[] SETTINGS = {
    "offsets.topic.num.partitions=3", "group.initial.rebalance.delay.ms=0"
  };

  @Test
  void everyAnswerIsThatOfKafka(@TempDir Path directory) throws IOException {
    List<String> complaints = new ArrayList<>();
    int count;
    KnownDifferences known = KnownDifferences.read();
    try (var ours = ours(directory);
        var kafkas = kafkas(directory)) {
      SequencedMap<String, JsonNode> answers = ours.client().answers();
      SequencedMap<String, JsonNode> expected = kafkas.client().answers();
      assertThat(answers.keySet()).as("both are asked the same").isEqualTo(expected.keySet());
      count = answers.size();
      expected.forEach((question, answer) ->
          compare(
              question,
              WireAnswer.fields(kafkas.client(), answer),
              WireAnswer.fields(ours.client(), answers.get(question)),
              known,
              complaints));
    }
    System.out.println(count + " answers compared with those of Apache Kafka");
    assertThat(count).isGreaterThan(1_000);
    known.unused().forEach(line -> complaints.add("no longer so: " + line));
    assertThat(String.join("\n", complaints)).as("of %d answers", count).isEmpty();
  }

  private static void compare(
      String question,
      SortedMap<String, String> kafkas,
      SortedMap<String, String> ours,
      KnownDifferences known,
      List<String> complaints) {
    var paths = new TreeSet<>(kafkas.keySet());
    paths.addAll(ours.keySet());
    for (String path : paths) {
      String expected = kafkas.get(path);
      String found = ours.get(path);
      boolean same = expected == null ? found == null : expected.equals(found);
      if (!same && !known.covers(question, path)) {
        complaints.add("%s: %s is %s, in Kafka %s".formatted(question, path, found, expected));
      }
    }
  }

  /// A broker that was asked everything.
  private record Asked(WireClient client, Runnable stop) implements AutoCloseable {

    static Asked everything(String bootstrap, Runnable stop) throws IOException {
      var client = new WireClient(bootstrap);
      QUESTIONS.forEach(each -> each.accept(client));
      return new Asked(client, stop);
    }

    @Override
    public void close() throws IOException {
      client.close();
      stop.run();
    }
  }

  private static Asked ours(Path directory) throws IOException {
    String running = System.getProperty("headrace.compatibility.bootstrap");
    if (running != null) {
      return Asked.everything(running, () -> {});
    }
    NodeProcess node =
        NodeProcess.start(Files.createDirectory(directory.resolve("ours")), SETTINGS);
    return Asked.everything(node.bootstrap(), node::close);
  }

  private static Asked kafkas(Path directory) throws IOException {
    String running = System.getProperty("headrace.compatibility.kafka");
    if (running != null) {
      return Asked.everything(running, () -> {});
    }
    ApacheKafka kafka =
        ApacheKafka.start(Files.createDirectory(directory.resolve("kafkas")), SETTINGS);
    return Asked.everything(kafka.bootstrap(), kafka::close);
  }
}
