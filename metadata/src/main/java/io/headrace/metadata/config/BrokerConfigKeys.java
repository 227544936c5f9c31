package io.headrace.metadata.config;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.ConfigKey.Synonym;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings of a broker that can be changed while it runs: those that stand for a topic's
/// config, [#DRAIN], and the rates of replicas that are filled. They take effect at once for every
/// topic that does not set its own.
///
/// Of several names for one config only the first can be changed so (`log.retention.ms`, not
/// `log.retention.hours`), as in Kafka.
public final class BrokerConfigKeys {

  /// Set for a broker that is to give away all it holds and to get nothing new. It is not one of
  /// Kafka's, and means something only for one broker by its id.
  public static final String DRAIN = "headrace.drain";

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

  private static final String KAFKA_FIXED = "fixed-settings.txt";

  private static final Set<String> FIXED = fixed();

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

  /// Those that Kafka refuses to change, and those that it can change but Headrace cannot.
  private static Set<String> fixed() {
    Set<String> fixed = linesOf(KAFKA_FIXED);
    fixed.addAll(List.of("listeners", "listener.security.protocol.map"));
    for (ConfigKey topicKey : TopicConfigKeys.KEYS.all()) {
      topicKey.synonyms().stream().skip(1).map(Synonym::name).forEach(fixed::add);
    }
    return fixed;
  }

  private static Set<String> linesOf(String resource) {
    try (InputStream in = BrokerConfigKeys.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
