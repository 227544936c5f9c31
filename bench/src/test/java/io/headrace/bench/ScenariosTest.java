package io.headrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.scenario.fetch.CachedFetch;
import io.headrace.bench.scenario.fetch.OldFetch;
import io.headrace.bench.scenario.node.Failover;
import io.headrace.bench.scenario.node.Failover.Victim;
import io.headrace.bench.scenario.node.FullLogRestart;
import io.headrace.bench.scenario.node.ManyPartitionsRestart;
import io.headrace.bench.scenario.produce.SpreadProduce;
import io.headrace.bench.scenario.stock.StockConsume;
import io.headrace.bench.scenario.stock.StockProduce;
import io.headrace.bench.server.BrokerFailedException;
import io.headrace.bench.server.RunningBroker;
import io.headrace.bench.server.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every scenario once against one node, or against a cluster where it takes one, with next to no
/// load. The loads check errors, offsets and gaps themselves; here it is held that they run and
/// tell something.
final class ScenariosTest {

  private static final Timing TIMING = new Timing(Duration.ofMillis(40), Duration.ofMillis(40));
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /// Those that do the same with more of it, and those that need what packaging lays out.
  private static final List<Class<? extends Scenario>> LEFT_OUT =
      List.of(
          ManyPartitionsRestart.class,
          FullLogRestart.class,
          Failover.class,
          SpreadProduce.class,
          CachedFetch.class,
          OldFetch.class,
          StockProduce.class,
          StockConsume.class);

  @Test
  void everyScenarioOfTheCatalogueMeasuresHeadrace(@TempDir Path directory)
      throws IOException, BrokerFailedException, InterruptedException {
    Stream<Scenario> small =
        Stream.of(
            new CachedFetch("fetch", "64 KiB", 64 << 10, 1 << 20, 4),
            new OldFetch(8),
            new SpreadProduce(20),
            new ManyPartitionsRestart(21),
            new FullLogRestart(16),
            new Failover(6, Victim.OTHER)); // last: it kills a node
    List<Scenario> scenarios =
        Stream.concat(
                Catalogue.all().stream().filter(each -> !LEFT_OUT.contains(each.getClass())), small)
            .toList();

    try (var workspace = new Workspace(directory)) {
      var headrace = new HeadraceOfTheClassPath();
      Map<Integer, List<Scenario>> byNodes =
          scenarios.stream().collect(Collectors.groupingBy(Scenario::nodes));
      for (Map.Entry<Integer, List<Scenario>> each : byNodes.entrySet()) {
        workspace.with(
            headrace, each.getKey(), LIFETIME, broker -> measureEach(each.getValue(), broker));
      }
    }

    assertThat(directory).isEmptyDirectory();
  }

  private static int measureEach(List<Scenario> scenarios, RunningBroker broker)
      throws IOException, InterruptedException {
    for (Scenario scenario : scenarios) {
      List<Figure> figures = scenario.measure(broker, TIMING);
      assertThat(figures)
          .describedAs(scenario.name())
          .isNotEmpty()
          .allSatisfy(figure -> assertThat(figure.value()).isFinite().isNotNegative());
    }
    return scenarios.size();
  }
}
