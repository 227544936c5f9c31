package io.headrace.bench.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast the machine does something when no broker is in between.
///
/// @param what and in which unit
public record Limit(String what, double value) {

  /// Measures all of them.
  ///
  /// @param directory where the brokers will keep their data
  /// @param length of each measurement
  public static List<Limit> all(Path directory, Duration length)
      throws IOException, InterruptedException {
    var limits = new ArrayList<Limit>();
    limits.addAll(DiskLimits.measure(directory, length));
    limits.addAll(LoopbackLimits.measure(directory, length));
    limits.add(ChecksumLimit.measure(length));
    return List.copyOf(limits);
  }
}
