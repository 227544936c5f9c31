package io.headrace.bench;

import io.headrace.bench.report.Comparison;
import io.headrace.bench.report.Comparison.Runs;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.server.ApacheKafka;
import io.headrace.bench.server.Contender;
import io.headrace.bench.server.Headrace;
import io.headrace.bench.server.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures all contenders in turn, so that a machine whose speed drifts is unfair to none.
final class Contest {

  private final Workspace workspace;
  private final Path home;
  private final Optional<String> kafkaClassPath;
  private final PrintStream progress;

  /// @param home where the launcher is
  /// @param kafkaClassPath empty to measure Headrace alone
  Contest(Workspace workspace, Path home, Optional<String> kafkaClassPath, PrintStream progress) {
    this.workspace = workspace;
    this.home = home;
    this.kafkaClassPath = kafkaClassPath;
    this.progress = progress;
  }

  /// Where packaging lists the jars of Apache Kafka.
  static String kafkaClassPath(Path home) throws IOException {
    return Files.readString(home.resolve("bench/target/kafka.classpath")).strip();
  }

  /// Each run starts every contender anew.
  Comparison hold(Scenario scenario, int runs, Duration length)
      throws IOException, InterruptedException {
    List<Contender> contenders = contenders(scenario.peers());
    List<List<List<Figure>>> figures = new ArrayList<>();
    contenders.forEach(_ -> figures.add(new ArrayList<>()));
    for (int run = 1; run <= runs; run++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get(i);
        progress.printf("%s, run %d of %d: %s%n", scenario.name(), run, runs, contender.name());
        Duration lifetime = length.multipliedBy(2).plus(scenario.besides());
        figures
            .get(i)
            .add(workspace.with(contender, lifetime, broker -> scenario.measure(broker, length)));
      }
    }
    var measured = new ArrayList<Runs>();
    for (int i = 0; i < contenders.size(); i++) {
      measured.add(new Runs(contenders.get(i).name(), figures.get(i)));
    }
    return Comparison.of(scenario.name(), scenario.sentence(), measured);
  }

  List<Contender> contenders(Scenario.Peers peers) {
    var contenders = new ArrayList<Contender>();
    contenders.add(new Headrace(home));
    kafkaClassPath.ifPresent(classPath -> {
      contenders.add(ApacheKafka.withItsDefaults(classPath));
      if (peers == Scenario.Peers.DEFAULTS_AND_FLUSH) {
        contenders.add(ApacheKafka.withAFlushPerMessage(classPath));
      }
    });
    return contenders;
  }
}
