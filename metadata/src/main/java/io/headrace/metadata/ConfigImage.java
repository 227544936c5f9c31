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

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// This with `key` set to `value`, or, if that is null, not set.
  public ConfigImage with(String key, @Nullable String value) {
    var changed = new TreeMap<>(values);
    if (value == null) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return new ConfigImage(changed);
  }
}
