package io.headrace.bench;

import io.headrace.bench.Catalogue.Group;
import io.headrace.bench.Options.BadOptionException;
import io.headrace.bench.Options.WithKafka;
import io.headrace.bench.machine.Limit;
import io.headrace.bench.report.Comparison;
import io.headrace.bench.report.HtmlPage;
import io.headrace.bench.report.JsonFile;
import io.headrace.bench.report.Report;
import io.headrace.bench.report.Report.Section;
import io.headrace.bench.report.TextTable;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.server.KafkaJars;
import io.headrace.bench.server.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `headrace bench compare`, which the launcher starts with the directory that it is in as the
/// property `headrace.home`.
///
/// Tables go to standard output as soon as a scenario is through, progress to standard error. Ends
/// with 1 if a broker failed, with 2 if it was called wrongly.
public final class Main {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final Duration LIMIT_LENGTH = Duration.ofSeconds(1);

  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      if (!run(Options.parse(List.of(words)), out)) {
        System.exit(FAILED);
      }
    } catch (BadOptionException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(USAGE);
    } catch (IOException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  /// Whether all brokers got through.
  private static boolean run(Options options, PrintStream out)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("headrace.home", "")).toAbsolutePath();
    Optional<String> kafka =
        options.kafka() == WithKafka.YES
            ? Optional.of(KafkaJars.classPath(home))
            : Optional.empty();
    try (var workspace = new Workspace(options.directory())) {
      var contest = new Contest(workspace, home, kafka, System.err);
      List<String> notes = notes(options, contest);
      notes.forEach(out::println);
      Duration whole = contest.lasts(options.scenarios(), options.runs(), options.timing());
      out.printf("this takes about %d min%n", Math.max(1, whole.toMinutes()));
      List<Limit> limits = Limit.all(options.directory(), LIMIT_LENGTH);
      out.println();
      out.print(TextTable.of(limits));
      var sections = new LinkedHashMap<Group, List<Comparison>>();
      for (Scenario scenario : options.scenarios()) {
        Comparison comparison = contest.hold(scenario, options.runs(), options.timing());
        out.println();
        out.print(TextTable.of(comparison));
        sections
            .computeIfAbsent(Catalogue.groupOf(scenario), _ -> new ArrayList<>())
            .add(comparison);
        write(options, report(notes, limits, sections));
      }
      return sections.values().stream()
          .flatMap(List::stream)
          .allMatch(comparison -> comparison.failures().isEmpty());
    }
  }

  private static Report report(
      List<String> notes, List<Limit> limits, Map<Group, List<Comparison>> sections) {
    return new Report(
        notes,
        limits,
        sections.entrySet().stream()
            .map(each -> new Section(each.getKey().name(), each.getKey().title(), each.getValue()))
            .toList());
  }

  /// After each scenario anew, so that little is lost when somebody ends it.
  private static void write(Options options, Report report) throws IOException {
    if (options.html().isPresent()) {
      Files.writeString(options.html().get(), HtmlPage.of(report));
    }
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), JsonFile.of(report));
    }
  }

  /// What a reader has to know to judge the figures.
  private static List<String> notes(Options options, Contest contest) throws IOException {
    var notes = new ArrayList<String>();
    contest
        .contenders(Scenario.Peers.DEFAULTS_AND_FLUSH)
        .forEach(contender -> notes.add(contender.name() + ": " + contender.sentence()));
    notes.add(
        "%d processors shared with the load generator, %s, data on %s; %d runs of %d s after a warm-up of %d s; medians"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                "Java " + Runtime.version().feature(),
                Files.getFileStore(options.directory()).type(),
                options.runs(),
                options.timing().counted().toSeconds(),
                options.timing().warmUp().toSeconds()));
    return notes;
  }
}
