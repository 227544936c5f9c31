package io.headrace.simulator.scale;

/// What one node has had to do, as far as this program measures it.
final class Burden {
  private long cpuNs;
  private long fetches;
  private long bytesSent;

  /// Does something of the node's; returns the processor time that it took.
  long carry(Meter.Work work) {
    long before = Meter.cpuNs();
    work.run();
    long took = Meter.cpuNs() - before;
    cpuNs += took;
    return took;
  }

  void onFetch() {
    fetches++;
  }

  void onSent(int bytes) {
    bytesSent += bytes;
  }

  void forget() {
    cpuNs = 0;
    fetches = 0;
    bytesSent = 0;
  }

  double cpuMs() {
    return cpuNs / 1e6;
  }

  long fetches() {
    return fetches;
  }

  long bytesSent() {
    return bytesSent;
  }
}
