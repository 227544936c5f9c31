package io.headrace.metadata;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was set for one resource, by key.
public record ConfigImage(Map<String, String> values) {

  public static final ConfigImage EMPTY = new ConfigImage(new TreeMap<>());

  public ConfigImage {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  public @Nullable String get(String key) {
    return values.get(key);
  }
}
