package io.headrace.bench.load;

/// When the requests of an open loop are due.
record Pace(int perSecond, long startNs) {

  static Pace fromNow(int perSecond) {
    return new Pace(perSecond, System.nanoTime());
  }

  /// How many are due up to a moment.
  long dueBy(long nowNs) {
    return (long) ((nowNs - startNs) / 1e9 * perSecond);
  }

  long dueNs(long request) {
    return startNs + (long) (request * 1e9 / perSecond);
  }
}
