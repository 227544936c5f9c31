package io.headrace.replication;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Compaction;
import io.headrace.log.LogConfig.Durability;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.record.BatchRules;
import io.headrace.record.TimestampType;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import io.headrace.replication.leader.TopicRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a topic's settings out of its configs.
///
/// Keeps the last answer: partitions ask one after the other, and most topics set nothing of their
/// own.
public final class ConfiguredTopics implements TopicSettings {
  private final EffectiveConfigs configs;
  private @Nullable Answer last;

  public ConfiguredTopics(EffectiveConfigs configs) {
    this.configs = configs;
  }

  private record Answer(EffectiveConfigs.Sources sources, LogConfig logConfig, TopicRules rules) {}

  @Override
  public LogConfig logConfig(ClusterImage image, TopicImage topic) {
    return answer(image, topic.name()).logConfig();
  }

  @Override
  public TopicRules rules(ClusterImage image, TopicImage topic) {
    return answer(image, topic.name()).rules();
  }

  private Answer answer(ClusterImage image, String topic) {
    Answer known = last;
    EffectiveConfigs.Sources sources = configs.sourcesOf(image, topic);
    if (known != null && known.sources().equals(sources)) {
      return known;
    }
    var answer = new Answer(sources, logConfigOf(image, topic), rulesOf(image, topic));
    last = answer;
    return answer;
  }

  private LogConfig logConfigOf(ClusterImage image, String topic) {
    List<String> cleanup = configs.listValue(image, topic, "cleanup.policy");
    var compaction =
        new Compaction(
            configs.longValue(image, topic, "min.compaction.lag.ms"),
            configs.longValue(image, topic, "max.compaction.lag.ms"),
            Double.parseDouble(configs.value(image, topic, "min.cleanable.dirty.ratio")),
            configs.longValue(image, topic, "delete.retention.ms"));
    return new LogConfig(
        segmentBytes(image, topic),
        configs.longValue(image, topic, "segment.ms"),
        configs.longValue(image, topic, "retention.ms"),
        configs.longValue(image, topic, "retention.bytes"),
        cleanup.contains("delete"),
        cleanup.contains("compact"),
        configs.intValue(image, topic, "index.interval.bytes"),
        configs.longValue(image, topic, "file.delete.delay.ms"),
        configs.value(image, topic, "headrace.durability").equals("memory")
            ? Durability.MEMORY
            : Durability.FSYNC,
        compaction,
        (int) configs.ofThisBroker(image, BrokerConfigKeys.PRODUCER_EXPIRATION));
  }

  private int segmentBytes(ClusterImage image, String topic) {
    ConfigImage own = image.config(new ConfigResource(Type.TOPIC, topic));
    String internal = own.get("internal.segment.bytes");
    return internal == null
        ? configs.intValue(image, topic, "segment.bytes")
        : Integer.parseInt(internal.strip());
  }

  private TopicRules rulesOf(ClusterImage image, String topic) {
    boolean appendTime =
        configs.value(image, topic, "message.timestamp.type").equals("LogAppendTime");
    boolean compacted = configs.listValue(image, topic, "cleanup.policy").contains("compact");
    CompressionLevel compression = compression(image, topic);
    var batches =
        new BatchRules(
            appendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
            configs.longValue(image, topic, "message.timestamp.before.max.ms"),
            configs.longValue(image, topic, "message.timestamp.after.max.ms"),
            compacted ? BatchRules.Keys.REQUIRED : BatchRules.Keys.OPTIONAL,
            BatchRules.DEFAULT.writer(),
            BatchRules.DEFAULT_MAX_INFLATED_BYTES,
            depth(image, topic, compacted || compression != null));
    return new TopicRules(
        batches,
        configs.intValue(image, topic, "max.message.bytes"),
        compression,
        configs.intValue(image, topic, "min.insync.replicas"));
  }

  /// Compaction needs the keys, and to compress anew is to read all records: then each is checked.
  private BatchRules.Depth depth(ClusterImage image, String topic, boolean needsRecords) {
    return !needsRecords && configs.value(image, topic, "headrace.validation").equals("header")
        ? BatchRules.Depth.HEADER
        : BatchRules.Depth.RECORDS;
  }

  private @Nullable CompressionLevel compression(ClusterImage image, String topic) {
    String type = configs.value(image, topic, "compression.type");
    return switch (type) {
      case "producer" -> null;
      case "uncompressed" -> CompressionLevel.defaultOf(Compression.NONE);
      case "snappy" -> CompressionLevel.defaultOf(Compression.SNAPPY);
      case "gzip" -> level(image, topic, Compression.GZIP, "compression.gzip.level");
      case "lz4" -> level(image, topic, Compression.LZ4, "compression.lz4.level");
      case "zstd" -> level(image, topic, Compression.ZSTD, "compression.zstd.level");
      default -> throw new IllegalStateException("compression.type " + type + " was let in");
    };
  }

  private CompressionLevel level(
      ClusterImage image, String topic, Compression compression, String key) {
    return new CompressionLevel(compression, configs.intValue(image, topic, key));
  }
}
