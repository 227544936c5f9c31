package io.headrace.bench.scenario;

/// What a figure counts.
///
/// @param name what and in which unit, such as `requests/s`
/// @param better which of two figures is the better one
public record Metric(String name, Better better) {

  /// Which of two figures is the better one.
  public enum Better {
    MORE,
    LESS
  }

  static Metric more(String name) {
    return new Metric(name, Better.MORE);
  }

  static Metric less(String name) {
    return new Metric(name, Better.LESS);
  }

  Figure of(double value) {
    return new Figure(this, value);
  }
}
