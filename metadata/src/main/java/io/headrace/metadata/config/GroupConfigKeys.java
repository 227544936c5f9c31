package io.headrace.metadata.config;

import static io.headrace.metadata.config.GroupConfigLimit.atMost;
import static io.headrace.metadata.config.GroupConfigLimit.between;

import io.headrace.metadata.config.ConfigKey.Synonym;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The configs of a group: all that Kafka has, with its checks.
///
/// They concern the newer kinds of groups (consumer groups of KIP-848, share and streams groups),
/// which are not served yet; until then they are kept and described, and change nothing. Classic
/// groups bring their timeouts with each member.
public final class GroupConfigKeys {

  private static final int SECOND_MS = 1_000;
  private static final int MINUTE_MS = 60_000;

  private static final String BY_DURATION = "by_duration:";
  private static final String SILENCE =
      "How long a member may be silent before it is taken for gone.";
  private static final String HEARTBEAT = "How often members are told to send a heartbeat.";
  private static final String ASSIGNMENT = "The least time between two assignments of a group.";

  public static final ConfigKeys KEYS =
      new ConfigKeys(
          List.of(
              number("consumer.session.timeout.ms", 45 * SECOND_MS, 1, SILENCE),
              number("consumer.heartbeat.interval.ms", 5 * SECOND_MS, 1, HEARTBEAT),
              number("consumer.assignment.interval.ms", SECOND_MS, 0, ASSIGNMENT),
              number("share.session.timeout.ms", 45 * SECOND_MS, 1, SILENCE),
              number("share.heartbeat.interval.ms", 5 * SECOND_MS, 1, HEARTBEAT),
              number("share.assignment.interval.ms", SECOND_MS, 0, ASSIGNMENT),
              number(
                  "share.record.lock.duration.ms",
                  30 * SECOND_MS,
                  SECOND_MS,
                  "How long a record that was handed to a member is kept from the others."),
              number(
                  "share.delivery.count.limit", 5, 2, "How often a record is delivered, at most."),
              number(
                  "share.partition.max.record.locks",
                  2_000,
                  100,
                  "How many records of a partition may be handed out at a time."),
              text(
                  "share.auto.offset.reset",
                  "latest",
                  GroupConfigKeys::complaintAboutReset,
                  "Where a share group begins: earliest, latest, or by_duration: and a duration."),
              text(
                  "share.isolation.level",
                  "read_uncommitted",
                  ValueCheck.oneOf("read_committed", "read_uncommitted"),
                  "Whether records of open and aborted transactions are delivered."),
              new ConfigKey(
                  "share.renew.acknowledge.enable",
                  ConfigType.BOOLEAN,
                  "true",
                  ValueCheck.any(),
                  List.of(new Synonym("share.renew.acknowledge.enable", 1, "true")),
                  true,
                  "Whether a member may ask for more time for a record."),
              number("streams.session.timeout.ms", 45 * SECOND_MS, 1, SILENCE),
              number("streams.heartbeat.interval.ms", 5 * SECOND_MS, 1, HEARTBEAT),
              number("streams.assignment.interval.ms", SECOND_MS, 0, ASSIGNMENT),
              number(
                  "streams.initial.rebalance.delay.ms",
                  3 * SECOND_MS,
                  0,
                  "How long a new group waits for more members after the first."),
              number("streams.num.standby.replicas", 0, 0, "Standby replicas of each task.")));

  private static final Map<String, GroupConfigLimit> LIMITS = limits();

  private GroupConfigKeys() {}

  /// Null if `value` can be set for a key of [#KEYS], else the error that Kafka tells.
  public static @Nullable String complaintAbout(ConfigKey key, String value) {
    String complaint = key.complaintAbout(value);
    GroupConfigLimit limit = LIMITS.get(key.name());
    return complaint != null || limit == null
        ? complaint
        : limit.complaintAbout(key.name(), Integer.parseInt(value.strip()));
  }

  private static @Nullable String complaintAboutReset(String value) {
    boolean known =
        value.equals("earliest")
            || value.equals("latest")
            || (value.startsWith(BY_DURATION) && isDuration(value.substring(BY_DURATION.length())));
    return known
        ? null
        : "Invalid value `"
            + value
            + "` for configuration share.auto.offset.reset. The value must be either 'earliest',"
            + " 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.";
  }

  private static boolean isDuration(String text) {
    try {
      return !Duration.parse(text).isNegative();
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static ConfigKey number(String name, int defaultValue, int least, String documentation) {
    String value = Integer.toString(defaultValue);
    return new ConfigKey(
        name,
        ConfigType.INT,
        value,
        ValueCheck.atLeast(least),
        List.of(new Synonym("group." + name, 1, value)),
        true,
        documentation);
  }

  private static ConfigKey text(
      String name, String defaultValue, ValueCheck check, String documentation) {
    return new ConfigKey(
        name,
        ConfigType.STRING,
        defaultValue,
        check,
        List.of(new Synonym(name, 1, defaultValue)),
        true,
        documentation);
  }

  private static Map<String, GroupConfigLimit> limits() {
    var limits = new TreeMap<String, GroupConfigLimit>();
    for (String kind : List.of("consumer", "share", "streams")) {
      limit(limits, kind, "session.timeout.ms", 45 * SECOND_MS, MINUTE_MS);
      limit(limits, kind, "heartbeat.interval.ms", 5 * SECOND_MS, 15 * SECOND_MS);
      limit(limits, kind, "assignment.interval.ms", 0, 15 * SECOND_MS);
    }
    limit(limits, "share", "record.lock.duration.ms", 15 * SECOND_MS, MINUTE_MS);
    limits.put("share.delivery.count.limit", atMost("group.share.max.delivery.count.limit", 10));
    limits.put(
        "share.partition.max.record.locks",
        atMost("group.share.max.partition.max.record.locks", 4_000));
    limits.put("streams.num.standby.replicas", atMost("group.streams.max.standby.replicas", 2));
    return limits;
  }

  private static void limit(
      Map<String, GroupConfigLimit> limits, String kind, String name, int least, int most) {
    limits.put(kind + "." + name, between(kind, name, least, most));
  }
}
