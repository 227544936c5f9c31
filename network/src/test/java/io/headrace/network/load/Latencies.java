package io.headrace.network.load;

import java.util.Arrays;

/// Times of answers, as they came.
final class Latencies {

  private long[] values = new long[1 << 16];
  private int count;

  void add(long ns) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = ns;
  }

  void clear() {
    count = 0;
  }

  String summary() {
    long[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return count == 0
        ? "no answers"
        : "p50=%.3f p90=%.3f p99=%.3f p99.9=%.3f max=%.3f ms"
            .formatted(
                at(sorted, 0.5),
                at(sorted, 0.9),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1));
  }

  private static double at(long[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)] / 1e6;
  }
}
