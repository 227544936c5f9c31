package io.headrace.bench.load;

import org.HdrHistogram.Histogram;

/// Times from when requests were due until their answers came, to three digits.
public final class Latencies {

  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(DIGITS);

  void add(long ns) {
    histogram.recordValue(Math.max(0, ns));
  }

  /// In milliseconds; 0 if nothing was recorded.
  ///
  /// @param percentile from 0 to 100
  public double atMs(double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }

  /// In milliseconds.
  public double maxMs() {
    return histogram.getMaxValue() / 1e6;
  }
}
