package io.headrace.group;

import io.headrace.group.classic.ClassicConfig;
import java.util.Map;

/// How groups behave, under Kafka's keys.
///
/// @param maxMetadataChars `offset.metadata.max.bytes`
/// @param retentionMs `offsets.retention.minutes`
/// @param retentionCheckIntervalMs `offsets.retention.check.interval.ms`
/// @param topic what `__consumer_offsets` is made like
public record GroupConfig(
    ClassicConfig classic,
    int maxMetadataChars,
    long retentionMs,
    long retentionCheckIntervalMs,
    OffsetsTopic topic) {

  private static final long MS_PER_MINUTE = 60_000;

  /// Kafka's defaults.
  public static final GroupConfig DEFAULT = of(Map.of());

  /// Takes its keys out of a broker's settings, and Kafka's defaults for those that are not there.
  ///
  /// @throws NumberFormatException if a value is not a number
  public static GroupConfig of(Map<String, String> settings) {
    ClassicConfig classic = ClassicConfig.DEFAULT;
    OffsetsTopic topic = OffsetsTopic.DEFAULT;
    return new GroupConfig(
        new ClassicConfig(
            intOf(settings, "group.min.session.timeout.ms", classic.minSessionTimeoutMs()),
            intOf(settings, "group.max.session.timeout.ms", classic.maxSessionTimeoutMs()),
            intOf(settings, "group.initial.rebalance.delay.ms", classic.initialRebalanceDelayMs()),
            intOf(settings, "group.max.size", classic.maxSize())),
        intOf(settings, "offset.metadata.max.bytes", 4096),
        longOf(settings, "offsets.retention.minutes", 10_080) * MS_PER_MINUTE,
        longOf(settings, "offsets.retention.check.interval.ms", 600_000),
        new OffsetsTopic(
            intOf(settings, "offsets.topic.num.partitions", topic.partitions()),
            intOf(settings, "offsets.topic.replication.factor", topic.replicationFactor()),
            intOf(settings, "offsets.topic.segment.bytes", topic.segmentBytes())));
  }

  private static int intOf(Map<String, String> settings, String key, int byDefault) {
    String value = settings.get(key);
    return value == null ? byDefault : Integer.parseInt(value.strip());
  }

  private static long longOf(Map<String, String> settings, String key, long byDefault) {
    String value = settings.get(key);
    return value == null ? byDefault : Long.parseLong(value.strip());
  }
}
