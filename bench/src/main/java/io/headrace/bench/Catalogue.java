package io.headrace.bench;

import static java.util.stream.Collectors.joining;

import io.headrace.bench.load.Codec;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Scenario.Peers;
import io.headrace.bench.scenario.fetch.CachedFetch;
import io.headrace.bench.scenario.fetch.EndToEnd;
import io.headrace.bench.scenario.fetch.OldFetch;
import io.headrace.bench.scenario.fetch.Tail;
import io.headrace.bench.scenario.node.Failover;
import io.headrace.bench.scenario.node.Failover.Victim;
import io.headrace.bench.scenario.node.FullLogRestart;
import io.headrace.bench.scenario.node.Idle;
import io.headrace.bench.scenario.node.LoadMemory;
import io.headrace.bench.scenario.node.ManyPartitionsRestart;
import io.headrace.bench.scenario.node.Start;
import io.headrace.bench.scenario.produce.BatchProduce;
import io.headrace.bench.scenario.produce.PacedProduce;
import io.headrace.bench.scenario.produce.ReplicatedProduce;
import io.headrace.bench.scenario.produce.SmallProduce;
import io.headrace.bench.scenario.produce.SpreadProduce;
import io.headrace.bench.scenario.stock.StockConsume;
import io.headrace.bench.scenario.stock.StockProduce;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All scenarios in the order in which they run, in groups of those that are read together.
final class Catalogue {

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "node",
              "Starts and memory",
              List.of(
                  new Start(),
                  new Idle(),
                  new LoadMemory(),
                  new ManyPartitionsRestart(1_000),
                  new ManyPartitionsRestart(10_000),
                  new Failover(1_000, Victim.CONTROLLER),
                  new Failover(1_000, Victim.OTHER),
                  new FullLogRestart(1 << 10),
                  new FullLogRestart(10 << 10))),
          new Group(
              "small",
              "Producing one record at a time",
              List.of(
                  new SmallProduce(1, Peers.DEFAULTS_AND_FLUSH),
                  new SmallProduce(4, Peers.DEFAULTS_AND_FLUSH),
                  new SmallProduce(100, Peers.DEFAULTS_AND_FLUSH),
                  new SmallProduce(1_000, Peers.DEFAULTS),
                  new SpreadProduce(1),
                  new SpreadProduce(1_000),
                  new SpreadProduce(10_000))),
          new Group(
              "batches",
              "Producing batches",
              List.of(
                  BatchProduce.ofSmallRecords(),
                  BatchProduce.of64KiB(1),
                  BatchProduce.of64KiB(4),
                  BatchProduce.of1MiB(),
                  BatchProduce.compressed(Codec.ZSTD),
                  BatchProduce.compressed(Codec.LZ4),
                  BatchProduce.compressed(Codec.GZIP),
                  BatchProduce.compressed(Codec.SNAPPY))),
          new Group(
              "latency",
              "Latency at a fixed rate",
              List.of(
                  new PacedProduce(500, 1, Peers.DEFAULTS_AND_FLUSH),
                  new PacedProduce(2_000, 1, Peers.DEFAULTS),
                  new PacedProduce(10_000, 10, Peers.DEFAULTS),
                  new PacedProduce(50_000, 50, Peers.DEFAULTS),
                  new EndToEnd(500),
                  new EndToEnd(2_000))),
          new Group(
              "fetch",
              "Reading",
              List.of(
                  CachedFetch.large(),
                  CachedFetch.small(),
                  new OldFetch(512),
                  new Tail("fetch-tail", 1),
                  new Tail("fanout-5", 5))),
          new Group("cluster", "Three nodes", List.of(new ReplicatedProduce())),
          new Group(
              "stock",
              "Kafka's own performance tools",
              List.of(new StockProduce(), new StockConsume())));

  /// What takes long, or tells little beside the others: only by name, and with `--all`.
  private static final Set<String> BY_NAME =
      Set.of(
          "partitions-10000",
          "restart-10g",
          "failover-1000-other",
          "produce-parts-1",
          "produce-parts-10000",
          "produce-gzip",
          "produce-snappy",
          "e2e-500",
          "fetch-tail");

  private Catalogue() {}

  /// Scenarios that are read together.
  ///
  /// @param name what `--scenario` calls it
  /// @param title what heads them on a page
  record Group(String name, String title, List<Scenario> scenarios) {

    Group {
      scenarios = List.copyOf(scenarios);
    }
  }

  static List<Scenario> all() {
    return scenarios().toList();
  }

  /// What runs when nothing is named.
  static List<Scenario> usual() {
    return scenarios().filter(scenario -> !BY_NAME.contains(scenario.name())).toList();
  }

  /// Those of a group, those whose names fit a pattern, or the one of that name.
  ///
  /// @param pattern `*` stands for any number of characters
  static Set<Scenario> find(String pattern) {
    String expression =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(joining(".*"));
    Predicate<String> fits = Pattern.compile(expression).asMatchPredicate();
    var found = new LinkedHashSet<Scenario>();
    for (Group group : GROUPS) {
      if (group.name().equals(pattern)) {
        found.addAll(group.scenarios());
      }
      group.scenarios().stream().filter(scenario -> fits.test(scenario.name())).forEach(found::add);
    }
    return found;
  }

  /// All names, for people.
  static String names() {
    var lines = new ArrayList<String>();
    for (Group group : GROUPS) {
      lines.add(
          "  %s: %s"
              .formatted(
                  group.name(),
                  group.scenarios().stream().map(Scenario::name).collect(joining(", "))));
    }
    return String.join("\n", lines);
  }

  /// The group that a scenario is in.
  static Group groupOf(Scenario scenario) {
    return GROUPS.stream()
        .filter(group -> group.scenarios().contains(scenario))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Scenario> scenarios() {
    return GROUPS.stream().flatMap(group -> group.scenarios().stream());
  }
}
