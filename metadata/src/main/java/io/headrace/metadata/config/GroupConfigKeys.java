package io.headrace.metadata.config;

import io.headrace.metadata.config.ConfigKey.Synonym;
import java.util.List;

/// The configs of a group that this release knows. They concern the newer group protocols; classic
/// groups bring their timeouts with each member.
public final class GroupConfigKeys {

  public static final ConfigKeys KEYS =
      new ConfigKeys(
          List.of(
              key(
                  "consumer.session.timeout.ms",
                  45_000,
                  45_000,
                  "How long a consumer may be silent before it is taken for gone."),
              key(
                  "consumer.heartbeat.interval.ms",
                  5_000,
                  5_000,
                  "How often consumers are told to send a heartbeat.")));

  private GroupConfigKeys() {}

  private static ConfigKey key(String name, int defaultMs, int leastMs, String documentation) {
    String value = Integer.toString(defaultMs);
    return new ConfigKey(
        name,
        ConfigType.INT,
        value,
        ValueCheck.atLeast(leastMs),
        List.of(new Synonym("group." + name, 1, value)),
        true,
        documentation);
  }
}
