package io.headrace.bench;

import io.headrace.bench.report.Comparison;
import io.headrace.bench.report.Comparison.Runs;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.ApacheKafka;
import io.headrace.bench.server.BrokerFailedException;
import io.headrace.bench.server.Contender;
import io.headrace.bench.server.Headrace;
import io.headrace.bench.server.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Measures all contenders in turn, so that a machine whose speed drifts is unfair to none.
final class Contest {

  /// On the average of the contenders: Kafka's storage is formatted by a process of its own.
  private static final Duration START_AND_STOP = Duration.ofSeconds(6);

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

  /// About how long it takes to measure these on a machine that does nothing else.
  Duration lasts(List<Scenario> scenarios, int runs, Timing timing) {
    Duration once = Duration.ZERO;
    for (Scenario scenario : scenarios) {
      Duration each = scenario.lasts(timing).plus(START_AND_STOP.multipliedBy(scenario.nodes()));
      once = once.plus(each.multipliedBy(contenders(scenario.peers()).size()));
    }
    return once.multipliedBy(runs);
  }

  /// Each run starts every contender anew. One that fails is not measured any further, and told of.
  ///
  /// @throws IOException if the comparison was ended
  Comparison hold(Scenario scenario, int runs, Timing timing)
      throws IOException, InterruptedException {
    List<Contender> contenders = contenders(scenario.peers());
    var figures = new LinkedHashMap<String, List<List<Figure>>>();
    contenders.forEach(contender -> figures.put(contender.name(), new ArrayList<>()));
    var failures = new ArrayList<String>();
    Duration lifetime = timing.both().multipliedBy(2).plus(scenario.besides());
    for (int run = 1; run <= runs; run++) {
      for (Contender contender : contenders) {
        List<List<Figure>> its = figures.get(contender.name());
        if (its == null) {
          continue;
        }
        progress.printf("%s, run %d of %d: %s%n", scenario.name(), run, runs, contender.name());
        try {
          its.add(
              workspace.with(
                  contender,
                  scenario.nodes(),
                  lifetime,
                  broker -> scenario.measure(broker, timing)));
        } catch (BrokerFailedException e) {
          progress.println("error: " + e.getMessage());
          failures.add(e.getMessage());
          figures.remove(contender.name());
        }
      }
    }
    return Comparison.of(scenario, compared(contenders.getFirst(), figures), failures);
  }

  /// None, if the one to compare with the others is missing.
  private static List<Runs> compared(
      Contender first, LinkedHashMap<String, List<List<Figure>>> figures) {
    if (!figures.containsKey(first.name())) {
      return List.of();
    }
    return figures.entrySet().stream()
        .map(each -> new Runs(each.getKey(), each.getValue()))
        .toList();
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
