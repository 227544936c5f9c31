package io.headrace.broker.api.admin;

import io.headrace.broker.api.admin.BrokerSettings.GivenSetting;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.metadata.config.ConfigKey;
import io.headrace.metadata.config.ConfigKeys;
import io.headrace.metadata.config.ConfigSource;
import io.headrace.metadata.config.ConfigType;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.metadata.config.EffectiveValue;
import io.headrace.metadata.config.EffectiveValue.Origin;
import io.headrace.metadata.config.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What can be said about the configs of a resource.
public final class ConfigDescriptions {
  private final EffectiveConfigs configs;
  private final BrokerSettings settings;
  private final int nodeId;

  public ConfigDescriptions(EffectiveConfigs configs, BrokerSettings settings, int nodeId) {
    this.configs = configs;
    this.settings = settings;
    this.nodeId = nodeId;
  }

  int nodeId() {
    return nodeId;
  }

  /// One config as it is told.
  record Description(
      String name,
      @Nullable String value,
      ConfigType type,
      ConfigSource source,
      boolean readOnly,
      List<Origin> origins,
      String documentation) {

    /// What nobody here knows may be the password of a plug-in.
    static Description hidden(String name, List<ConfigSource> sources) {
      return new Description(
          name,
          null,
          ConfigType.UNKNOWN,
          sources.getFirst(),
          true,
          sources.stream().map(source -> new Origin(name, null, source)).toList(),
          "");
    }

    boolean sensitive() {
      return type == ConfigType.UNKNOWN || type == ConfigType.PASSWORD;
    }
  }

  /// The configs of a topic, group, or client metrics subscription.
  List<Description> ofKeys(
      ClusterImage image, ConfigResource resource, ConfigSource ownSource, ConfigKeys keys) {
    ConfigImage own = image.config(resource);
    var told = new ArrayList<Description>();
    for (ConfigKey key : keys.all()) {
      if (key.visible() || own.get(key.name()) != null) {
        EffectiveValue value = configs.of(image, own, ownSource, key);
        told.add(
            new Description(
                key.name(),
                value.value(),
                key.type(),
                value.source(),
                false,
                value.origins(),
                key.documentation()));
      }
    }
    return told;
  }

  /// What was set for all brokers while they run.
  List<Description> ofAllBrokers(ClusterImage image) {
    var told = new ArrayList<Description>();
    image
        .config(EffectiveConfigs.ALL_BROKERS)
        .values()
        .forEach((name, value) -> {
          ConfigKey key = shown(name);
          told.add(
              key == null
                  ? Description.hidden(name, List.of(ConfigSource.DYNAMIC_DEFAULT_BROKER))
                  : new Description(
                      name,
                      value,
                      key.type(),
                      ConfigSource.DYNAMIC_DEFAULT_BROKER,
                      false,
                      List.of(new Origin(name, value, ConfigSource.DYNAMIC_DEFAULT_BROKER)),
                      key.documentation()));
        });
    return told;
  }

  /// What can be set for a broker and is no secret, as far as anybody here knows.
  private static @Nullable ConfigKey shown(String name) {
    ConfigKey key = BrokerConfigKeys.DYNAMIC.get(name);
    ConfigKey kafkas = key == null ? KafkaSettings.key(name) : key;
    return kafkas == null
            || kafkas.type() == ConfigType.PASSWORD
            || kafkas.type() == ConfigType.UNKNOWN
        ? null
        : kafkas;
  }

  private boolean isSetWhileRunning(ClusterImage image, ConfigKey key) {
    return thisBroker(image).get(key.name()) != null
        || image.config(EffectiveConfigs.ALL_BROKERS).get(key.name()) != null;
  }

  /// Everything about this broker: its own settings, those that stand for topics' configs, and
  /// whatever else was set while it runs.
  List<Description> ofThisBroker(ClusterImage image) {
    var told = new TreeMap<String, Description>();
    for (GivenSetting setting : settings.all()) {
      told.put(setting.name(), ofSetting(image, setting));
    }
    for (ConfigKey key : BrokerConfigKeys.DYNAMIC.all()) {
      if (!told.containsKey(key.name()) && (key.visible() || isSetWhileRunning(image, key))) {
        told.put(
            key.name(),
            ofSetting(
                image,
                new GivenSetting(
                    key.name(), key.type(), null, key.defaultValue(), key.documentation())));
      }
    }
    var unknown = new TreeMap<String, List<ConfigSource>>();
    noteUnknown(unknown, told, thisBroker(image), ConfigSource.DYNAMIC_BROKER);
    noteUnknown(
        unknown,
        told,
        image.config(EffectiveConfigs.ALL_BROKERS),
        ConfigSource.DYNAMIC_DEFAULT_BROKER);
    unknown.forEach((name, sources) -> {
      ConfigKey key = shown(name);
      told.put(
          name,
          key == null
              ? Description.hidden(name, sources)
              : ofSetting(
                  image, new GivenSetting(name, key.type(), null, null, key.documentation())));
    });
    return List.copyOf(told.values());
  }

  private static void noteUnknown(
      Map<String, List<ConfigSource>> unknown,
      Map<String, Description> known,
      ConfigImage set,
      ConfigSource source) {
    for (String name : set.values().keySet()) {
      if (!known.containsKey(name)) {
        unknown.computeIfAbsent(name, _ -> new ArrayList<>()).add(source);
      }
    }
  }

  private Description ofSetting(ClusterImage image, GivenSetting setting) {
    var origins = new ArrayList<Origin>();
    addOrigin(origins, setting, thisBroker(image).get(setting.name()), ConfigSource.DYNAMIC_BROKER);
    addOrigin(
        origins,
        setting,
        image.config(EffectiveConfigs.ALL_BROKERS).get(setting.name()),
        ConfigSource.DYNAMIC_DEFAULT_BROKER);
    addOrigin(origins, setting, setting.given(), ConfigSource.STATIC_BROKER);
    addOrigin(origins, setting, setting.defaultValue(), ConfigSource.DEFAULT);
    return new Description(
        setting.name(),
        origins.isEmpty() ? null : origins.getFirst().value(),
        setting.type(),
        origins.isEmpty() ? ConfigSource.DEFAULT : origins.getFirst().source(),
        BrokerConfigKeys.isFixedAtStart(setting.name()),
        origins,
        setting.documentation());
  }

  private ConfigImage thisBroker(ClusterImage image) {
    return image.config(new ConfigResource(Type.BROKER, Integer.toString(nodeId)));
  }

  private static void addOrigin(
      List<Origin> origins, GivenSetting setting, @Nullable String value, ConfigSource source) {
    if (value != null) {
      origins.add(new Origin(setting.name(), value, source));
    }
  }
}
