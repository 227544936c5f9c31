package io.headrace.metadata.config;

import io.headrace.metadata.config.ConfigKey.Synonym;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The settings of a broker that can be changed while it runs: those that stand for a topic's
/// config. They take effect at once for every topic that does not set its own.
///
/// Of several names for one config only the first can be changed so (`log.retention.ms`, not
/// `log.retention.hours`), as in Kafka.
public final class BrokerConfigKeys {

  public static final ConfigKeys DYNAMIC = dynamic();

  private static final TreeSet<String> FIXED = fixed();

  private BrokerConfigKeys() {}

  /// Whether this is a setting that only the broker's file can change.
  public static boolean isFixedAtStart(String name) {
    return FIXED.contains(name);
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
