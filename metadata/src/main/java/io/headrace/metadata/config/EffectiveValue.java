package io.headrace.metadata.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a config is, and why.
///
/// @param value null if nothing is set and there is no default
/// @param source where it comes from
/// @param origins every place where a value is set, the strongest first; each value in the unit of
///   its own name
public record EffectiveValue(
    ConfigKey key, @Nullable String value, ConfigSource source, List<Origin> origins) {

  /// One place where a value is set.
  ///
  /// @param value null if it is not to be told
  public record Origin(String name, @Nullable String value, ConfigSource source) {}
}
