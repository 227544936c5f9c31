package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Configs.Origin;
import io.headrace.cli.cluster.Groups.Member;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.command.Terminal;
import io.headrace.cli.line.Exit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whole commands, from the words that were typed to the exit code, against a cluster in memory.
final class MainTest {

  private final FakeConnector connector = new FakeConnector();
  private final FakeCluster cluster = connector.cluster;
  private final List<String> log = connector.log;
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private String input = "";
  private Optional<String> answer = Optional.empty();

  @Test
  void noWordsShowTheWholeTree() {
    assertThat(run()).isEqualTo(Exit.OK);
    assertThat(shown()).contains("start", "topic create", "debug dump-segment", "Exit codes");
  }

  @Test
  void everyCommandHasAHelpPageWithAnExample() {
    for (String path : new Commands().paths()) {
      results.reset();
      assertThat(run((path + " --help").split(" ", -1))).as(path).isEqualTo(Exit.OK);
      assertThat(shown()).as(path).contains("usage: headrace " + path, "examples");
    }
  }

  @Test
  void aNounAloneShowsItsVerbsAndIsNotEnough() {
    assertThat(run("topic")).isEqualTo(Exit.USAGE);
    assertThat(shown()).contains("topic trim").doesNotContain("group lag");
  }

  @Test
  void anUnknownCommandNamesTheNearest() {
    assertThat(run("topic", "lst")).isEqualTo(Exit.USAGE);
    assertThat(said()).contains("unknown command", "the nearest is \"topic list\"", "try:");
  }

  @Test
  void optionsOfEveryCommandMayStandBeforeIt() {
    cluster.topic("orders", 3, 10);

    assertThat(run("-b", "elsewhere:1", "--output=csv", "topic", "-q", "list")).isEqualTo(Exit.OK);

    assertThat(log).containsExactly("to elsewhere:1");
    assertThat(shown()).isEqualTo("orders,3,1,id-orders\n");
  }

  @Test
  void anOptionOfOneCommandDoesNotStandBeforeIt() {
    assertThat(run("--partitions", "3", "topic", "create", "orders")).isEqualTo(Exit.USAGE);
    assertThat(said()).contains("unknown option --partitions before any command");
  }

  @Test
  void aMistypedOptionBeforeACommandNamesTheNearest() {
    assertThat(run("--verbos", "topic", "list")).isEqualTo(Exit.USAGE);
    assertThat(said()).contains("the nearest is --verbose");
  }

  @Test
  void helpMayBeAskedForAnywhere() {
    for (String line : List.of("--help", "-h", "help", "topic --help", "help topic", "-h topic")) {
      results.reset();
      assertThat(run(line.split(" ", -1))).as(line).isEqualTo(Exit.OK);
      assertThat(shown()).as(line).contains("topic create");
    }
    assertThat(run("--help", "topic", "list")).isEqualTo(Exit.OK);
    assertThat(shown()).contains("usage: headrace topic list");
  }

  @Test
  void theVersionCanBeAskedForInBothWays() {
    assertThat(run("--version")).isEqualTo(Exit.OK);
    String asOption = shown();
    results.reset();
    assertThat(run("version")).isEqualTo(Exit.OK);
    assertThat(shown()).isEqualTo(asOption).startsWith("headrace ");
  }

  @Test
  void aFailureSaysWhatWhyAndWhatNext() {
    assertThat(run("topic", "describe", "nope")).isEqualTo(Exit.NOT_FOUND);
    assertThat(said()).isEqualTo("error: no topic nope\n  why: fake\n  try: headrace topic list\n");
  }

  @Test
  void topicsAreListedWithoutInternalOnes() {
    cluster.topic("orders", 3, 10).topic("__offsets", 1, 5);

    run("topic", "list", "-o", "csv");

    assertThat(shown()).isEqualTo("name,partitions,replicas,id\norders,3,1,id-orders\n");
  }

  @Test
  void aDryRunOnlyChecks() {
    assertThat(run("topic", "create", "orders", "-p", "3", "-c", "a=b", "--dry-run"))
        .isEqualTo(Exit.OK);
    assertThat(cluster.changes).hasSize(1);
    assertThat(cluster.changes.getFirst()).contains("partitionCount=3", "{a=b}", "CHECK");
    assertThat(shown()).startsWith("would create topic orders");
  }

  @Test
  void nothingIsDeletedWithoutATerminalOrYes() {
    cluster.topic("orders", 1, 0);

    assertThat(run("topic", "delete", "orders")).isEqualTo(Exit.USAGE);
    assertThat(cluster.changes).isEmpty();
    assertThat(said()).contains("--yes");
  }

  @Test
  void nothingIsDeletedWhenTheAnswerIsNo() {
    cluster.topic("orders", 1, 0);
    answer = Optional.of("n");

    assertThat(run("topic", "delete", "orders")).isEqualTo(Exit.FAILED);
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void yesOrAnAnswerDeletes() {
    cluster.topic("orders", 1, 0);
    answer = Optional.of("y");

    assertThat(run("topic", "delete", "orders")).isEqualTo(Exit.OK);
    assertThat(run("topic", "delete", "orders", "--yes")).isEqualTo(Exit.OK);
    assertThat(cluster.changes).containsExactly("delete [orders]", "delete [orders]");
  }

  @Test
  void partitionsAreNeverTakenAway() {
    cluster.topic("orders", 3, 0);

    assertThat(run("topic", "resize", "orders", "-p", "3")).isEqualTo(Exit.FAILED);
    assertThat(run("topic", "resize", "orders", "-p", "4")).isEqualTo(Exit.OK);
    assertThat(cluster.changes).containsExactly("resize orders 4 APPLY");
  }

  @Test
  void trimmingShowsWhatItWouldDelete() {
    cluster.topic("orders", 2, 10);

    run("topic", "trim", "orders", "--to", "7", "--partition", "1", "--dry-run", "-o", "jsonl");

    assertThat(shown())
        .isEqualTo(
            "{\"partition\":1,\"start_before\":0,\"start_after\":7,\"deleted_offsets\":7}\n");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void trimmingNeverGoesBehindTheEnd() {
    cluster.topic("orders", 1, 10);

    run("topic", "trim", "orders", "--to", "99", "--yes");

    assertThat(cluster.changes).containsExactly("trim {orders-0=10}");
  }

  @Test
  void lagIsEndMinusCommitted() {
    cluster.topic("orders", 2, 10);
    cluster.committed.put(new TopicPartition("orders", 0), 4L);
    cluster.members.add(
        new Member("m-1", "", "app", "/h", List.of(new TopicPartition("orders", 1))));

    run("group", "lag", "billing", "-o", "csv");

    assertThat(shown())
        .isEqualTo(
            """
            topic,partition,committed,end,lag,reader
            orders,0,4,10,6,
            orders,1,,10,,app
            """);
    assertThat(said()).contains("6 records behind");
  }

  @Test
  void seekingShowsBeforeAndAfterAndStaysWithinThePartition() {
    cluster.topic("orders", 1, 10);
    cluster.committed.put(new TopicPartition("orders", 0), 4L);

    run("group", "seek", "billing", "--to", "99", "--dry-run", "-o", "csv");

    assertThat(shown()).isEqualTo("topic,partition,before,after\norders,0,4,10\n");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void aGroupWithMembersIsNotMoved() {
    cluster.members.add(new Member("m-1", "", "app", "/h", List.of()));

    assertThat(run("group", "seek", "billing", "--to", "END", "--yes")).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("it has 1 members");
  }

  @Test
  void seekingCommits() {
    cluster.topic("orders", 2, 10);

    assertThat(run("group", "seek", "new", "--to", "END", "--topic", "orders:1", "--yes"))
        .isEqualTo(Exit.OK);
    assertThat(cluster.changes).containsExactly("commit new {orders-1=10}");
  }

  @Test
  void explainingASettingTellsItsLayers() {
    cluster.settings.add(FakeCluster.setting("retention.ms", "5", Origin.TOPIC));

    run("config", "explain", "retention.ms", "--topic", "orders", "-o", "json");

    assertThat(shown())
        .contains(
            "\"meaning\":\"What retention.ms means.\"",
            "\"default\":\"9 (log.retention.ms)\"",
            "\"value\":\"5\"",
            "\"set_by\":\"the topic\"",
            "{\"set_by\":\"default\",\"key\":\"log.retention.ms\",\"value\":\"9\"}");
  }

  @Test
  void anUnknownSettingNamesTheNearest() {
    cluster.settings.add(FakeCluster.setting("retention.ms", "5", Origin.TOPIC));

    assertThat(run("config", "get", "--topic", "orders", "retentoin.ms")).isEqualTo(Exit.NOT_FOUND);
    assertThat(said()).contains("the nearest is retention.ms");
  }

  @Test
  void settingsAreChangedAndUnset() {
    cluster.settings.add(FakeCluster.setting("retention.ms", "5", Origin.TOPIC));

    run("topic", "config", "orders", "retention.ms=7", "--unset", "segment.ms", "--dry-run");

    assertThat(cluster.changes).containsExactly("topic orders {retention.ms=7} [segment.ms] CHECK");
  }

  @Test
  void linesBecomeRecords() {
    input = "a:1\nb:2\n";

    assertThat(run("produce", "orders", "-k", ":", "-H", "x=y", "--partition", "2"))
        .isEqualTo(Exit.OK);
    assertThat(log).containsExactly("a=1", "b=2", "flush");
    assertThat(shown()).isEmpty();
    assertThat(said()).isEmpty();
  }

  @Test
  void producingCanTellAProgramWhatItDid() {
    input = "a\nb\n";

    run("produce", "orders", "-o", "json");

    assertThat(shown())
        .isEqualTo("{\"topic\":\"orders\",\"records\":2,\"bytes\":4,\"dry_run\":false}\n");
  }

  @Test
  void consumingPrintsValuesAndStopsWhenThereAreEnough() {
    store("one");
    store("two");
    store("three");

    assertThat(run("consume", "orders", "-n", "2")).isEqualTo(Exit.OK);
    assertThat(shown()).isEqualTo("one\ntwo\n");
  }

  @Test
  void consumingStopsAtTheEndIfAsked() {
    store("one");

    assertThat(run("consume", "orders", "--exit-at-end", "--format", "%o:%v;")).isEqualTo(Exit.OK);
    assertThat(shown()).isEqualTo("0:one;");
  }

  @Test
  void aGroupCannotBeginAtATime() {
    assertThat(run("consume", "orders", "--group", "g", "--from", "-1h")).isEqualTo(Exit.USAGE);
    assertThat(said()).contains("headrace group seek g --to -1h");
  }

  @Test
  void aReaderWhoLeavesEarlyIsNoError() {
    store("one");
    var closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThat(main(closed, Map.of()).run(List.of("consume", "orders", "-n", "1")))
        .isEqualTo(Exit.OK);
  }

  @Test
  void theClusterIsTakenFromTheEnvironmentUnlessItWasTyped() {
    var main = main(results, Map.of("HEADRACE_BOOTSTRAP", "elsewhere:1"));

    main.run(List.of("topic", "list"));
    main.run(List.of("topic", "list", "-b", "here:2"));
    run("topic", "list");

    assertThat(log).containsExactly("to elsewhere:1", "to here:2", "to 127.0.0.1:9092");
  }

  @Test
  void ourOwnMistakesAreReportedToo() {
    assertThat(run("topic", "list", "-b", "explode")).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("this should not have happened", "--verbose");
  }

  private void store(String value) {
    int offset = connector.stored.size();
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    connector.stored.add(new Source.Received(0, offset, 0, null, bytes, List.of()));
  }

  private Exit run(String... words) {
    return main(results, Map.of()).run(List.of(words));
  }

  private Main main(OutputStream out, Map<String, String> environment) {
    return new Main(out, notes, new FakeTerminal(), connector, environment);
  }

  private String shown() {
    return results.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return notes.toString(StandardCharsets.UTF_8);
  }

  private final class FakeTerminal implements Terminal {
    @Override
    public InputStream input() {
      return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean watchesNotes() {
      return false;
    }

    @Override
    public Optional<String> ask(String question) {
      return answer;
    }

    @Override
    public long nowMs() {
      return 1_000_000;
    }
  }
}
