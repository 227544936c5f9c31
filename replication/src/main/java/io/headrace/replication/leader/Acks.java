package io.headrace.replication.leader;

import org.jspecify.annotations.Nullable;

/// When an append is acknowledged.
public enum Acks {
  /// Not at all: only a refusal is told.
  NONE(0),
  /// When it is on the leader's stable storage (decision 0007).
  LEADER(1),
  /// When it is on stable storage of every in-sync replica, and so below the high watermark.
  ALL(-1);

  private final int wireValue;

  Acks(int wireValue) {
    this.wireValue = wireValue;
  }

  /// Null for numbers without a meaning.
  public static @Nullable Acks ofWire(int value) {
    for (Acks acks : values()) {
      if (acks.wireValue == value) {
        return acks;
      }
    }
    return null;
  }
}
