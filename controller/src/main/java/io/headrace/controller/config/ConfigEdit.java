package io.headrace.controller.config;

import io.headrace.metadata.ConfigResource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants to change of one resource's configs.
///
/// @param style whether what is not named stays as it is
public record ConfigEdit(ConfigResource resource, Style style, List<Operation> operations) {

  public ConfigEdit {
    operations = Collections.unmodifiableList(new ArrayList<>(operations));
  }

  /// How an edit treats what it does not name.
  public enum Style {
    /// It stays (IncrementalAlterConfigs).
    INCREMENTAL,
    /// It goes back to its default (AlterConfigs).
    REPLACING
  }

  /// @param value null only where `kind` is [Kind#DELETE]; otherwise refused
  public record Operation(String key, Kind kind, @Nullable String value) {}

  /// With Kafka's ids in their order.
  public enum Kind {
    SET,
    DELETE,
    APPEND,
    SUBTRACT
  }
}
