package io.headrace.metadata.config;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The configs that a kind of resource has, by name.
public final class ConfigKeys {
  private final SortedMap<String, ConfigKey> byName;

  ConfigKeys(List<ConfigKey> keys) {
    var map = new TreeMap<String, ConfigKey>();
    for (ConfigKey key : keys) {
      if (map.put(key.name(), key) != null) {
        throw new IllegalStateException("twice: " + key.name());
      }
      String defaultValue = key.defaultValue();
      if (defaultValue != null && key.complaintAbout(defaultValue) != null) {
        throw new IllegalStateException(key.complaintAbout(defaultValue));
      }
    }
    byName = Collections.unmodifiableSortedMap(map);
  }

  public @Nullable ConfigKey get(String name) {
    return byName.get(name);
  }

  /// A config that the code itself relies on.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public ConfigKey require(String name) {
    ConfigKey key = byName.get(name);
    if (key == null) {
      throw new IllegalArgumentException("no config " + name);
    }
    return key;
  }

  public Collection<ConfigKey> all() {
    return byName.values();
  }
}
