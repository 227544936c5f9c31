package io.headrace.controller.config;

import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.metadata.config.ClientMetricsConfigKeys;
import io.headrace.metadata.config.ConfigKey;
import io.headrace.metadata.config.ConfigKeys;
import io.headrace.metadata.config.GroupConfigKeys;
import io.headrace.metadata.config.KafkaSettings;
import io.headrace.metadata.config.KafkaSettings.Change;
import io.headrace.metadata.config.TopicConfigKeys;
import io.headrace.protocol.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says whether configs can be what somebody wants them to be.
public final class ConfigRules {
  private static final String TIERING = "remote.storage.enable";
  private static final String LEAST_LAG = "min.compaction.lag.ms";
  private static final String MOST_LAG = "max.compaction.lag.ms";

  private ConfigRules() {}

  /// Null if a new topic can be made with these settings.
  public static @Nullable Refusal refusalOfTopic(Map<String, @Nullable String> configs) {
    for (Map.Entry<String, @Nullable String> each : configs.entrySet()) {
      if (each.getValue() == null) {
        return invalid("Null value not supported for topic configs: " + each.getKey());
      }
      Refusal refusal = refusalOf(Type.TOPIC, each.getKey(), each.getValue());
      if (refusal != null) {
        return refusal;
      }
    }
    return conflictIn(Type.TOPIC, configs);
  }

  /// Null unless settings that would do each by itself contradict each other.
  ///
  /// @param configs all that are set for one resource, each of which would do
  static @Nullable Refusal conflictIn(Type type, Map<String, @Nullable String> configs) {
    String least = configs.get(LEAST_LAG);
    String most = configs.get(MOST_LAG);
    if (type != Type.TOPIC || least == null || most == null) {
      return null;
    }
    return Long.parseLong(least.strip()) > Long.parseLong(most.strip())
        ? invalid(
            "conflict topic config setting %s (%s) > %s (%s)"
                .formatted(LEAST_LAG, least.strip(), MOST_LAG, most.strip()))
        : null;
  }

  /// Null if a config of this kind of resource can be set to `value`.
  static @Nullable Refusal refusalOf(Type type, String name, String value) {
    return switch (type) {
      case TOPIC ->
          name.equals(TIERING) && Boolean.parseBoolean(value.strip())
              ? invalid(
                  "Tiered Storage functionality is disabled in the broker. Topic cannot be"
                      + " configured with remote log storage.")
              : refusalOf(TopicConfigKeys.KEYS, "topic", name, value);
      case GROUP -> refusalOfGroup(name, value);
      case CLIENT_METRICS -> refusalOfMetrics(name, value);
      case BROKER -> refusalOfBroker(name, value);
      case BROKER_LOGGER -> invalid("Logger " + name + " does not exist!");
    };
  }

  private static @Nullable Refusal refusalOfMetrics(String name, String value) {
    Refusal refusal = refusalOf(ClientMetricsConfigKeys.KEYS, "client metrics", name, value);
    boolean outOfRange =
        refusal != null && String.valueOf(refusal.message()).contains("Value must be");
    return outOfRange
        ? new Refusal(
            ErrorCode.INVALID_REQUEST,
            "Invalid value "
                + value
                + " for "
                + name
                + ", interval must be between 100 and 3600000 (1 hour)")
        : refusal;
  }

  private static @Nullable Refusal refusalOfGroup(String name, String value) {
    ConfigKey key = GroupConfigKeys.KEYS.get(name);
    if (key == null) {
      return invalid("Unknown group config name: " + name);
    }
    String complaint = GroupConfigKeys.complaintAbout(key, value);
    return complaint == null ? null : invalid(complaint);
  }

  private static @Nullable Refusal refusalOf(
      ConfigKeys keys, String kind, String name, String value) {
    ConfigKey key = keys.get(name);
    if (key == null) {
      return invalid("Unknown " + kind + " config name: " + name);
    }
    String complaint = key.complaintAbout(value);
    return complaint == null ? null : invalid(complaint);
  }

  /// Unlike the others, brokers take keys that nobody knows: as in Kafka these may be for plug-ins.
  private static @Nullable Refusal refusalOfBroker(String name, String value) {
    if (ListenerConfig.isOne(name) || ListenerConfig.isOfConnections(name)) {
      Refusal refusal = ListenerConfig.refusalOf(name, value);
      if (refusal != null || ListenerConfig.isOne(name)) {
        return refusal;
      }
    }
    if (BrokerConfigKeys.isFixedAtStart(name)) {
      return notWhileRunning(name);
    }
    if (KafkaSettings.change(name) == Change.LISTENER) {
      return new Refusal(
          ErrorCode.INVALID_REQUEST,
          "These security configs can be dynamically updated only per-listener using the listener"
              + " prefix: ["
              + name
              + "]");
    }
    ConfigKey key = BrokerConfigKeys.DYNAMIC.get(name);
    String complaint =
        key == null ? KafkaSettings.complaintAbout(name, value) : key.complaintAbout(value);
    return complaint == null ? null : new Refusal(ErrorCode.INVALID_REQUEST, complaint);
  }

  /// Null unless a config can be set for each broker by itself only.
  static @Nullable Refusal refusalOfAllBrokers(String name) {
    return KafkaSettings.change(name) == Change.BROKER || ListenerConfig.isOfOneBroker(name)
        ? new Refusal(
            ErrorCode.INVALID_REQUEST,
            "Cannot update these configs at default cluster level, broker id must be specified: ["
                + name
                + "]")
        : null;
  }

  /// Null unless a config can be set for all brokers only.
  static @Nullable Refusal refusalOfOneBroker(String name, String value) {
    return name.equals("min.insync.replicas")
        ? invalid("Broker-level min.insync.replicas cannot be altered while ELR is enabled.")
        : ListenerConfig.refusalOfOneBroker(name, value);
  }

  /// It takes effect at the next start of a node, from its file.
  static Refusal notWhileRunning(String name) {
    return new Refusal(
        ErrorCode.INVALID_REQUEST, "Cannot update these configs dynamically: [" + name + "]");
  }

  /// The type of a resource's config where that is known.
  static @Nullable ConfigKey keyOf(Type type, String name) {
    return switch (type) {
      case TOPIC -> TopicConfigKeys.KEYS.get(name);
      case GROUP -> GroupConfigKeys.KEYS.get(name);
      case CLIENT_METRICS -> ClientMetricsConfigKeys.KEYS.get(name);
      case BROKER -> BrokerConfigKeys.DYNAMIC.get(name);
      case BROKER_LOGGER -> null;
    };
  }

  private static Refusal invalid(String message) {
    return new Refusal(ErrorCode.INVALID_CONFIG, message);
  }
}
