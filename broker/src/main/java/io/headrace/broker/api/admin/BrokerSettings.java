package io.headrace.broker.api.admin;

import io.headrace.metadata.config.ConfigType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings of this broker as its file and command line left them.
@FunctionalInterface
public interface BrokerSettings {

  /// All that there are, set or not.
  List<GivenSetting> all();

  /// A setting as it is on this broker, where `broker.config.Setting` is what it may be.
  ///
  /// @param given null if it was not set
  /// @param defaultValue null if it has none
  record GivenSetting(
      String name,
      ConfigType type,
      @Nullable String given,
      @Nullable String defaultValue,
      String documentation) {}
}
