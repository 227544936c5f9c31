package io.headrace.controller.config;

import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.metadata.config.KafkaSettings;
import io.headrace.metadata.config.KafkaSettings.Change;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a broker's config for one of its listeners, `listener.name.<listener>.<config>`, can be
/// while it runs, in Kafka's words. Which listeners a broker has is not known here: their values
/// are looked at as if there were such a one.
final class ListenerConfig {

  private static final String PREFIX = "listener.name.";

  /// Kafka takes zero from a file, but not from a command, which could not be undone: nobody could
  /// connect any more.
  private static final List<String> OF_CONNECTIONS =
      List.of("max.connections", "max.connection.creation.rate");

  private ListenerConfig() {}

  static boolean isOne(String name) {
    return !baseOf(name).equals(name);
  }

  /// How many connections there may be, of one listener or of all.
  static boolean isOfConnections(String name) {
    return OF_CONNECTIONS.contains(baseOf(name));
  }

  /// Whether it cannot be set for all brokers, whose listeners may differ.
  static boolean isOfOneBroker(String name) {
    return isOne(name) && KafkaSettings.change(baseOf(name)) != Change.ALL;
  }

  /// What can be said whatever brokers it is for.
  static @Nullable Refusal refusalOf(String name, String value) {
    String base = baseOf(name);
    if (KafkaSettings.change(base) != Change.ALL) {
      return null;
    }
    String complaint = KafkaSettings.complaintAbout(base, value);
    if (complaint != null) {
      return request(complaint);
    }
    if (OF_CONNECTIONS.contains(base) && Integer.parseInt(value.strip()) == 0) {
      return inEffect("Invalid " + base + " 0");
    }
    return BrokerConfigKeys.isFixedAtStart(base) ? ConfigRules.notWhileRunning(name) : null;
  }

  /// What can be said if it is for one broker.
  static @Nullable Refusal refusalOfOneBroker(String name, String value) {
    String complaint =
        isOfOneBroker(name) ? KafkaSettings.complaintAbout(baseOf(name), value) : null;
    return complaint == null ? null : inEffect(complaint);
  }

  private static Refusal inEffect(String complaint) {
    return request(
        "Invalid value org.apache.kafka.common.config.ConfigException: "
            + complaint
            + " for configuration Invalid dynamic configuration");
  }

  private static String baseOf(String name) {
    if (!name.startsWith(PREFIX)) {
      return name;
    }
    int dot = name.indexOf('.', PREFIX.length());
    return dot < 0 ? name : name.substring(dot + 1);
  }

  private static Refusal request(String message) {
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }
}
