package io.headrace.bench.report;

import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Metric.Better;
import io.headrace.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/// The figures of one scenario, each with one column for each contender.
///
/// @param contenders the first is the one that the others are compared with; none, if that failed
/// @param failures those that did not get through, and why
public record Comparison(
    String scenario,
    String sentence,
    List<String> contenders,
    List<Row> rows,
    List<String> failures) {

  public Comparison {
    contenders = List.copyOf(contenders);
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
  }

  /// One metric of all contenders.
  public record Row(Metric metric, List<Spread> spreads) {

    public Row {
      spreads = List.copyOf(spreads);
    }

    /// Whether one figure can be better than another.
    public boolean isJudged() {
      return metric.better() != Better.NEITHER;
    }

    /// The first contender's median as a multiple of another's.
    public double ratio(int contender) {
      return spreads.getFirst().median() / spreads.get(contender).median();
    }
  }

  /// All runs of one contender.
  public record Runs(String contender, List<List<Figure>> figures) {

    public Runs {
      figures = List.copyOf(figures);
    }
  }

  /// Brings together what was measured. All runs have the same metrics in the same order.
  ///
  /// @param runs of those that got through
  public static Comparison of(Scenario scenario, List<Runs> runs, List<String> failures) {
    List<Figure> first = runs.isEmpty() ? List.of() : runs.getFirst().figures().getFirst();
    var rows = new ArrayList<Row>();
    for (int i = 0; i < first.size(); i++) {
      int metric = i;
      List<Spread> spreads =
          runs.stream()
              .map(each ->
                  Spread.of(
                      each.figures().stream()
                          .mapToDouble(figures -> figures.get(metric).value())
                          .toArray()))
              .toList();
      rows.add(new Row(first.get(i).metric(), spreads));
    }
    return new Comparison(
        scenario.name(),
        scenario.sentence(),
        runs.stream().map(Runs::contender).toList(),
        rows,
        failures);
  }
}
