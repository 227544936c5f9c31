package io.headrace.log;

import io.headrace.base.PartitionId;

/// Durable records that cannot be read any more, by name and range.
///
/// @param fromOffset the first offset that is lost
/// @param toOffset the offset after the last that is lost
/// @param cause what was found, in one line
public record Damage(PartitionId partition, long fromOffset, long toOffset, String cause) {

  /// Hears of damage, on the reactor.
  @FunctionalInterface
  public interface Listener {
    void onDamage(Damage damage);
  }
}
