package io.headrace.broker.config;

import io.headrace.metadata.config.ConfigKey;
import io.headrace.metadata.config.KafkaSettings;
import org.jspecify.annotations.Nullable;

/// A setting of one listener, `listener.name.<listener>.<setting>`. As in Kafka its value has to be
/// one that the setting without the listener would take, and there need not be such a listener.
///
/// @param listener in lower case, as Kafka writes it there
record ListenerSetting(String listener, String setting) {

  static final String PREFIX = "listener.name.";
  static final String MAX_CONNECTIONS = "max.connections";

  /// Null for any other name.
  static @Nullable ListenerSetting of(String name) {
    if (!name.startsWith(PREFIX)) {
      return null;
    }
    String rest = name.substring(PREFIX.length());
    int dot = rest.indexOf('.');
    return dot <= 0 || dot == rest.length() - 1
        ? null
        : new ListenerSetting(rest.substring(0, dot), rest.substring(dot + 1));
  }

  /// What is wrong with a value; null if nothing is, or if nobody knows the setting.
  @Nullable String complaintAbout(String value) {
    Setting own = SettingTable.find(setting);
    if (own != null) {
      return own.complaintAbout(value);
    }
    ConfigKey kafkas = KafkaSettings.key(setting);
    return kafkas == null ? null : kafkas.complaintAbout(value);
  }

  boolean isKnown() {
    return SettingTable.find(setting) != null || KafkaSettings.names().contains(setting);
  }
}
