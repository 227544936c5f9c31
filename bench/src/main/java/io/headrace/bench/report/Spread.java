package io.headrace.bench.report;

import java.util.Arrays;

/// Several measurements of the same thing. The median, because on a shared machine a run now and
/// then is spoilt.
public record Spread(double min, double median, double max) {

  /// @throws IllegalArgumentException if there is no value
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
