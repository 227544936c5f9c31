package io.headrace.group;

import io.headrace.base.PartitionId;
import io.headrace.coordinator.StateLogs;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;

/// How groups see the world.
public record GroupPorts(
    Clock clock, Timers timers, RandomSource random, StateLogs logs, Trouble trouble) {

  /// Hears of partitions of the offsets topic that cannot be read: their groups are not available,
  /// and whoever asks for one is told COORDINATOR_NOT_AVAILABLE.
  @FunctionalInterface
  public interface Trouble {
    void onUnreadable(PartitionId partition, String cause);
  }
}
