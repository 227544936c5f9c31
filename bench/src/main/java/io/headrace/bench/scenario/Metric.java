package io.headrace.bench.scenario;

/// What a figure counts.
///
/// @param name what and in which unit, such as `requests/s`
/// @param better which of two figures is the better one
public record Metric(String name, Better better) {

  /// Which of two figures is the better one.
  public enum Better {
    MORE,
    LESS,
    /// It only tells under which conditions the others came about.
    NEITHER
  }

  public static Metric more(String name) {
    return new Metric(name, Better.MORE);
  }

  public static Metric less(String name) {
    return new Metric(name, Better.LESS);
  }

  public static Metric condition(String name) {
    return new Metric(name, Better.NEITHER);
  }

  public Figure of(double value) {
    return new Figure(this, value);
  }
}
