package io.headrace.simulator.scale;

import java.lang.management.ManagementFactory;

/// Processor time of this thread, and what is alive on the heap.
final class Meter {
  private static final int COLLECTIONS = 3;

  private Meter() {}

  /// Something to be measured.
  interface Work {
    void run();
  }

  static double cpuMs(Work work) {
    long before = cpuNs();
    work.run();
    return (cpuNs() - before) / 1e6;
  }

  /// What this thread takes from the heap.
  static long allocatedBytes(Work work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static long heapBytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
