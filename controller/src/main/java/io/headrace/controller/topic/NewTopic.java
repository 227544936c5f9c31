package io.headrace.controller.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A topic that somebody wants.
///
/// @param partitions how many; −1 for the default, or where there are assignments
/// @param replicationFactor likewise
/// @param assignments where the asker says which brokers hold each partition; else empty
/// @param configs what to set; a null value is not allowed and refused
public record NewTopic(
    String name,
    int partitions,
    int replicationFactor,
    List<Assignment> assignments,
    Map<String, @Nullable String> configs) {

  /// Kafka's way to say *the default*.
  public static final int DEFAULT = -1;

  /// Spelled out, because a compact constructor loses the annotations of its parameters in the
  /// class file, and with them what NullAway knows in other modules.
  public NewTopic(
      String name,
      int partitions,
      int replicationFactor,
      List<Assignment> assignments,
      Map<String, @Nullable String> configs) {
    this.name = name;
    this.partitions = partitions;
    this.replicationFactor = replicationFactor;
    this.assignments = List.copyOf(assignments);
    this.configs = Collections.unmodifiableMap(new LinkedHashMap<>(configs));
  }

  /// With everything by default.
  public static NewTopic named(String name) {
    return new NewTopic(name, DEFAULT, DEFAULT, List.of(), Collections.emptyMap());
  }

  /// Which brokers hold one partition.
  public record Assignment(int partition, List<Integer> brokers) {
    public Assignment {
      brokers = Collections.unmodifiableList(new ArrayList<>(brokers));
    }
  }
}
