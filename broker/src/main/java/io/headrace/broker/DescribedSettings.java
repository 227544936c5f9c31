package io.headrace.broker;

import io.headrace.broker.api.admin.BrokerSettings;
import io.headrace.broker.config.Setting;
import io.headrace.broker.config.Setting.Values;
import io.headrace.broker.config.SettingTable;
import io.headrace.broker.config.Settings;
import io.headrace.metadata.config.ConfigType;
import java.util.List;
import java.util.stream.Stream;

/// Tells the documented settings of this node to whoever describes its configs.
final class DescribedSettings {

  private DescribedSettings() {}

  static BrokerSettings of(Settings settings) {
    List<BrokerSettings.GivenSetting> all =
        Stream.concat(SettingTable.BY_NAME.values().stream(), SettingTable.RARE.values().stream())
            .map(each ->
                new BrokerSettings.GivenSetting(
                    each.name(),
                    typeOf(each),
                    settings.set().get(each.name()),
                    each.defaultValue().isEmpty() ? null : each.defaultValue(),
                    each.documentation()))
            .toList();
    return () -> all;
  }

  private static ConfigType typeOf(Setting setting) {
    return switch (setting.values()) {
      case Values.WholeNumber number -> number.bits() == 32 ? ConfigType.INT : ConfigType.LONG;
      case Values.YesOrNo _ -> ConfigType.BOOLEAN;
      case Values.OneOf _ -> ConfigType.STRING;
      case Values.SomeOf _ -> ConfigType.LIST;
      case Values.Text _ -> ConfigType.STRING;
    };
  }
}
