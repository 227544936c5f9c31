package io.headrace.controller;

import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.config.EffectiveConfigs;
import java.util.List;
import java.util.Map;

/// What a controller goes by.
///
/// @param newTopics what topics get where nothing is asked for
/// @param topicConfigs finds out what is in effect for a topic
/// @param supported the features of this release
/// @param sessionNs `broker.session.timeout.ms`: how long a broker may be silent
/// @param balanceIntervalNs `leader.imbalance.check.interval.seconds`: how often leadership goes
///   back to preferred leaders; 0 for `auto.leader.rebalance.enable=false`
/// @param recordsPerSnapshot `headrace.metadata.snapshot.records`: after so many records at the
///   earliest the metadata log gets a snapshot, which bounds its size and the time of a restart
public record ControllerSettings(
    TopicDefaults newTopics,
    EffectiveConfigs topicConfigs,
    List<SupportedFeature> supported,
    long sessionNs,
    long balanceIntervalNs,
    long recordsPerSnapshot) {
  private static final long NS_PER_S = 1_000_000_000;
  private static final long SESSION_NS = 3 * NS_PER_S;
  private static final long RECORDS_PER_SNAPSHOT = 20_000;

  public ControllerSettings {
    supported = List.copyOf(supported);
  }

  /// Everything by default.
  public static ControllerSettings byDefault(
      TopicDefaults newTopics, EffectiveConfigs topicConfigs) {
    return of(newTopics, topicConfigs, Map.of());
  }

  /// By what the node's file sets; each value was checked when it was read.
  public static ControllerSettings of(
      TopicDefaults newTopics, EffectiveConfigs topicConfigs, Map<String, String> settings) {
    long sessionMs = number(settings, "broker.session.timeout.ms", SESSION_NS / 1_000_000);
    boolean balances =
        Boolean.parseBoolean(settings.getOrDefault("auto.leader.rebalance.enable", "true").strip());
    long intervalS = number(settings, "leader.imbalance.check.interval.seconds", 300);
    return new ControllerSettings(
        newTopics,
        topicConfigs,
        List.of(),
        sessionMs * 1_000_000,
        balances ? intervalS * NS_PER_S : 0,
        number(settings, "headrace.metadata.snapshot.records", RECORDS_PER_SNAPSHOT));
  }

  /// The same on a node that can do this.
  public ControllerSettings supporting(List<SupportedFeature> features) {
    return new ControllerSettings(
        newTopics, topicConfigs, features, sessionNs, balanceIntervalNs, recordsPerSnapshot);
  }

  private static long number(Map<String, String> settings, String name, long otherwise) {
    String value = settings.get(name);
    return value == null ? otherwise : Long.parseLong(value.strip());
  }
}
