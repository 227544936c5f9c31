package io.headrace.broker.api.admin;

import io.headrace.metadata.config.ConfigType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings of this broker as its file and command line left them.
@FunctionalInterface
public interface BrokerSettings {

  /// All that there are, set or not.
  List<Setting> all();

  /// @param given null if it was not set
  /// @param defaultValue null if it has none
  record Setting(
      String name,
      ConfigType type,
      @Nullable String given,
      @Nullable String defaultValue,
      String documentation) {}
}
