package io.headrace.metadata.config;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.ConfigKey.Synonym;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The settings of a broker that can be changed while it runs: those that stand for a topic's
/// config, and [#DRAIN]. They take effect at once for every topic that does not set its own.
///
/// Of several names for one config only the first can be changed so (`log.retention.ms`, not
/// `log.retention.hours`), as in Kafka.
public final class BrokerConfigKeys {

  /// Set for a broker that is to give away all it holds and to get nothing new. It is not one of
  /// Kafka's, and means something only for one broker by its id.
  public static final String DRAIN = "headrace.drain";

  public static final ConfigKeys DYNAMIC = dynamic();

  private static final TreeSet<String> FIXED = fixed();

  private BrokerConfigKeys() {}

  /// Whether this is a setting that only the broker's file can change.
  public static boolean isFixedAtStart(String name) {
    return FIXED.contains(name);
  }

  /// Whether this broker is to be emptied.
  public static boolean isDraining(ClusterImage image, int broker) {
    String value =
        image.config(new ConfigResource(Type.BROKER, Integer.toString(broker))).get(DRAIN);
    return value != null && Boolean.parseBoolean(value.strip());
  }

  private static ConfigKeys dynamic() {
    var keys = new ArrayList<ConfigKey>();
    for (ConfigKey topicKey : TopicConfigKeys.KEYS.all()) {
      if (!topicKey.synonyms().isEmpty()) {
        Synonym first = topicKey.synonyms().getFirst();
        keys.add(
            new ConfigKey(
                first.name(),
                topicKey.type(),
                first.defaultValue(),
                topicKey.check(),
                List.of(),
                true,
                "For topics that do not set " + topicKey.name() + ": " + topicKey.documentation()));
      }
    }
    keys.add(
        new ConfigKey(
            DRAIN,
            ConfigType.BOOLEAN,
            "false",
            ValueCheck.any(),
            List.of(),
            true,
            "Moves all partitions away from this broker and gives it no new ones, until it is set"
                + " back. Only for one broker by its id."));
    return new ConfigKeys(keys);
  }

  private static TreeSet<String> fixed() {
    var fixed =
        new TreeSet<>(
            List.of(
                "advertised.listeners",
                "auto.create.topics.enable",
                "broker.rack",
                "controller.listener.names",
                "default.replication.factor",
                "delete.topic.enable",
                "group.initial.rebalance.delay.ms",
                "group.max.session.timeout.ms",
                "group.min.session.timeout.ms",
                "listener.security.protocol.map",
                "listeners",
                "log.dir",
                "log.dirs",
                "metadata.log.dir",
                "node.id",
                "num.partitions",
                "offsets.retention.minutes",
                "offsets.topic.num.partitions",
                "offsets.topic.replication.factor",
                "process.roles"));
    for (ConfigKey topicKey : TopicConfigKeys.KEYS.all()) {
      topicKey.synonyms().stream().skip(1).map(Synonym::name).forEach(fixed::add);
    }
    return fixed;
  }
}
