package io.headrace.cli.cluster;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives the records of one topic, in order within each partition.
public interface Source extends AutoCloseable {

  /// Waits a moment for records and hands them over, until the visitor has enough.
  ///
  /// @return false if no more will come, because the user wants to stop
  boolean poll(Visitor visitor);

  /// Whether everything was handed over that was there when reading began.
  boolean isAtEnd();

  /// Says goodbye to the group, if there is one, having committed what was handed over.
  @Override
  void close();

  /// Sees each record once.
  interface Visitor {
    /// @return false if this was the last one wanted
    boolean onRecord(Received record);
  }

  /// @param timestampMs -1 if it has none
  record Received(
      int partition,
      long offset,
      long timestampMs,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers) {}

  /// @param partitions all if empty
  /// @param from where to begin; with a group only where that has committed nothing
  record Settings(String topic, List<Integer> partitions, Position from, Optional<String> group) {
    public Settings {
      partitions = List.copyOf(partitions);
    }
  }
}
