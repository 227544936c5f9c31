package io.headrace.metadata.config;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.ConfigKey.Synonym;
import io.headrace.metadata.config.EffectiveValue.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Works out what is in effect for a topic on one broker. In order of strength: what was set for
/// the topic; then, under the names of the broker's settings that stand for it, what was set for
/// this broker while running, for all brokers while running, and in the broker's file; then the
/// default.
public final class EffectiveConfigs {
  private final ConfigResource thisBroker;
  private final Map<String, String> staticSettings;

  /// Every broker's part of the image's configs.
  public static final ConfigResource ALL_BROKERS = new ConfigResource(Type.BROKER, "");

  /// @param staticSettings what the broker's file and command line set, by Kafka's names
  public EffectiveConfigs(int brokerId, Map<String, String> staticSettings) {
    this.thisBroker = new ConfigResource(Type.BROKER, Integer.toString(brokerId));
    this.staticSettings = staticSettings;
  }

  /// All that configs of a topic depend on, of what can change: where it is equal, so are they.
  public record Sources(ConfigImage topic, ConfigImage thisBroker, ConfigImage allBrokers) {}

  public Sources sourcesOf(ClusterImage image, String topic) {
    return new Sources(
        image.config(new ConfigResource(Type.TOPIC, topic)),
        image.config(thisBroker),
        image.config(ALL_BROKERS));
  }

  /// One config of a topic.
  public EffectiveValue ofTopic(ClusterImage image, String topic, ConfigKey key) {
    return of(image, image.config(new ConfigResource(Type.TOPIC, topic)), ConfigSource.TOPIC, key);
  }

  /// One config of a resource whose own settings are `own`.
  public EffectiveValue of(
      ClusterImage image, ConfigImage own, ConfigSource ownSource, ConfigKey key) {
    var origins = new ArrayList<Origin>(2);
    String set = own.get(key.name());
    if (set != null) {
      origins.add(new Origin(key.name(), set, ownSource));
    }
    String value = set;
    ConfigSource source = set == null ? ConfigSource.DEFAULT : ownSource;
    for (ConfigSource layer : BROKER_LAYERS) {
      for (Synonym synonym : key.synonyms()) {
        String ofBroker = atBroker(image, layer, synonym);
        if (ofBroker == null) {
          continue;
        }
        origins.add(new Origin(synonym.name(), ofBroker, layer));
        if (value == null && layer != ConfigSource.DEFAULT) {
          value = synonym.converted(ofBroker);
          source = layer;
        }
      }
    }
    return new EffectiveValue(key, value == null ? key.defaultValue() : value, source, origins);
  }

  /// The value alone, of a config that has a default.
  public String value(ClusterImage image, String topic, String name) {
    ConfigKey key = TopicConfigKeys.KEYS.require(name);
    String value = image.config(new ConfigResource(Type.TOPIC, topic)).get(name);
    if (value == null) {
      value = inherited(image, key);
    }
    if (value == null) {
      throw new IllegalArgumentException(name + " has no default");
    }
    return value.strip();
  }

  // Asked for each partition that changes: it leaves out what the value of others would have been.
  private @Nullable String inherited(ClusterImage image, ConfigKey key) {
    for (ConfigSource layer : BROKER_LAYERS) {
      for (Synonym synonym : key.synonyms()) {
        String ofBroker = atBroker(image, layer, synonym);
        if (ofBroker != null && layer != ConfigSource.DEFAULT) {
          return synonym.converted(ofBroker);
        }
      }
    }
    return key.defaultValue();
  }

  public int intValue(ClusterImage image, String topic, String name) {
    return Integer.parseInt(value(image, topic, name));
  }

  public long longValue(ClusterImage image, String topic, String name) {
    return Long.parseLong(value(image, topic, name));
  }

  /// What is in effect on this broker of a setting that stands for no topic's config.
  ///
  /// @param name of one in [BrokerConfigKeys#DYNAMIC] that is a number and has a default
  public long ofThisBroker(ClusterImage image, String name) {
    ConfigKey key = BrokerConfigKeys.DYNAMIC.require(name);
    var setting = new Synonym(name, 1, key.defaultValue());
    for (ConfigSource layer : BROKER_LAYERS) {
      String value = atBroker(image, layer, setting);
      if (value != null) {
        return Long.parseLong(value.strip());
      }
    }
    throw new IllegalArgumentException(name + " has no default");
  }

  /// The elements of a list's value.
  public List<String> listValue(ClusterImage image, String topic, String name) {
    return ConfigKey.splitList(value(image, topic, name));
  }

  private static final List<ConfigSource> BROKER_LAYERS =
      List.of(
          ConfigSource.DYNAMIC_BROKER,
          ConfigSource.DYNAMIC_DEFAULT_BROKER,
          ConfigSource.STATIC_BROKER,
          ConfigSource.DEFAULT);

  private @Nullable String atBroker(ClusterImage image, ConfigSource layer, Synonym synonym) {
    return switch (layer) {
      case DYNAMIC_BROKER -> image.config(thisBroker).get(synonym.name());
      case DYNAMIC_DEFAULT_BROKER -> image.config(ALL_BROKERS).get(synonym.name());
      case STATIC_BROKER -> staticSettings.get(synonym.name());
      case DEFAULT -> synonym.defaultValue();
      case TOPIC, CLIENT_METRICS, GROUP -> null;
    };
  }
}
