package io.headrace.metadata.config;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.ConfigKey.Synonym;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The settings of a broker that can be changed while it runs: those that stand for a topic's
/// config, [#DRAIN], [#PRODUCER_EXPIRATION], and the rates of replicas that are filled. They take
/// effect at once for every topic that does not set its own.
///
/// Of several names for one config only the first can be changed so (`log.retention.ms`, not
/// `log.retention.hours`), as in Kafka.
public final class BrokerConfigKeys {

  /// Set for a broker that is to give away all it holds and to get nothing new. It is not one of
  /// Kafka's, and means something only for one broker by its id.
  public static final String DRAIN = "headrace.drain";

  /// After so many milliseconds without a word a log forgets an idempotent producer.
  public static final String PRODUCER_EXPIRATION = "producer.id.expiration.ms";

  /// How many bytes a second a broker sends to throttled replicas at most (KIP-73).
  public static final String LEADER_RATE = "leader.replication.throttled.rate";

  /// How many bytes a second a broker fetches for its throttled replicas at most (KIP-73).
  public static final String FOLLOWER_RATE = "follower.replication.throttled.rate";

  /// How many bytes a second a broker copies from one log directory to another at most (KIP-113).
  public static final String DIRECTORIES_RATE = "replica.alter.log.dirs.io.max.bytes.per.second";

  /// What stands for all three where they are not set. It is not one of Kafka's.
  public static final String REASSIGNMENT_RATE = "headrace.reassignment.throttled.rate";

  private static final String NO_LIMIT = Long.toString(Long.MAX_VALUE);
  private static final String DEFAULT_REASSIGNMENT_RATE = Long.toString(64L << 20);

  /// Those that stand for no topic's config.
  public static final List<ConfigKey> OWN = own();

  public static final ConfigKeys DYNAMIC = dynamic();

  /// What is ours and not [#DYNAMIC] only the file can change.
  private static final String OURS = "headrace.";

  /// Of what Kafka can change, what Headrace cannot.
  private static final Set<String> FIXED = fixed();

  private BrokerConfigKeys() {}

  /// Whether this is a setting that only the broker's file can change.
  public static boolean isFixedAtStart(String name) {
    return KafkaSettings.change(name) == KafkaSettings.Change.FIXED
        || FIXED.contains(name)
        || (name.startsWith(OURS) && DYNAMIC.get(name) == null);
  }

  /// Whether this broker is to be emptied.
  public static boolean isDraining(ClusterImage image, int broker) {
    String value =
        image.config(new ConfigResource(Type.BROKER, Integer.toString(broker))).get(DRAIN);
    return value != null && Boolean.parseBoolean(value.strip());
  }

  /// The rate in effect for a broker, in bytes per second; [Long#MAX_VALUE] for no limit.
  ///
  /// @param name [#LEADER_RATE], [#FOLLOWER_RATE], or [#DIRECTORIES_RATE]
  public static long replicationRate(ClusterImage image, int broker, String name) {
    for (String key : List.of(name, REASSIGNMENT_RATE)) {
      for (String of : List.of(Integer.toString(broker), "")) {
        String value = image.config(new ConfigResource(Type.BROKER, of)).get(key);
        if (value != null) {
          return Long.parseLong(value.strip());
        }
      }
    }
    return Long.parseLong(DEFAULT_REASSIGNMENT_RATE);
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
    keys.addAll(OWN);
    return new ConfigKeys(keys);
  }

  private static List<ConfigKey> own() {
    return List.of(
        new ConfigKey(
            PRODUCER_EXPIRATION,
            ConfigType.INT,
            "86400000",
            ValueCheck.atLeast(1),
            List.of(),
            true,
            "How long the log remembers an idempotent producer that is silent."),
        new ConfigKey(
            DRAIN,
            ConfigType.BOOLEAN,
            "false",
            ValueCheck.any(),
            List.of(),
            true,
            "Moves all partitions away from this broker and gives it no new ones, until it is set"
                + " back. Only for one broker by its id."),
        rate(
            REASSIGNMENT_RATE,
            DEFAULT_REASSIGNMENT_RATE,
            true,
            "How many bytes a second a broker sends to replicas that a reassignment brings in, how"
                + " many it fetches for its own, and how many it copies to another log directory,"
                + " at most. It must be more than is written to them; 9223372036854775807 is no"
                + " limit."),
        rate(
            LEADER_RATE,
            NO_LIMIT,
            false,
            "How many bytes a second a broker sends to throttled replicas at most (KIP-73)."
                + " While it is not set, the rate for reassignments applies."),
        rate(
            FOLLOWER_RATE,
            NO_LIMIT,
            false,
            "How many bytes a second a broker fetches for its throttled replicas at most (KIP-73)."
                + " While it is not set, the rate for reassignments applies."),
        rate(
            DIRECTORIES_RATE,
            NO_LIMIT,
            false,
            "How many bytes a second a broker copies of replicas that move from one of its log"
                + " directories to another, at most (KIP-113). While it is not set, the rate for"
                + " reassignments applies."));
  }

  /// @param listed whether it is told where all are asked for though it is not set
  private static ConfigKey rate(
      String name, String defaultValue, boolean listed, String documentation) {
    return new ConfigKey(
        name,
        ConfigType.LONG,
        defaultValue,
        ValueCheck.atLeast(0),
        List.of(),
        listed,
        documentation);
  }

  private static Set<String> fixed() {
    var fixed = new HashSet<String>();
    fixed.addAll(List.of("listeners", "listener.security.protocol.map"));
    fixed.addAll(List.of("max.connections", "max.connections.per.ip"));
    for (ConfigKey topicKey : TopicConfigKeys.KEYS.all()) {
      topicKey.synonyms().stream().skip(1).map(Synonym::name).forEach(fixed::add);
    }
    return fixed;
  }
}
