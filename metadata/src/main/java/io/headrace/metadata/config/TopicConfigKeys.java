package io.headrace.metadata.config;

import io.headrace.metadata.config.ConfigKey.Synonym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configs of a topic: Kafka 4.3's, with Kafka's names, defaults, and limits, and
/// `headrace.durability` and `headrace.validation`.
public final class TopicConfigKeys {

  private static final String FOR_EVER = Long.toString(Long.MAX_VALUE);
  private static final long MS_PER_MINUTE = 60_000;
  private static final long MS_PER_HOUR = 3_600_000;
  private static final String NO_EFFECT = " Accepted, without effect so far.";

  /// All of them.
  public static final ConfigKeys KEYS = keys();

  private TopicConfigKeys() {}

  private static ConfigKeys keys() {
    var keys = new ArrayList<ConfigKey>();
    keys.addAll(segments());
    keys.addAll(ownToHeadrace());
    keys.addAll(retention());
    keys.addAll(compaction());
    keys.addAll(messages());
    keys.addAll(replication());
    keys.addAll(tiering());
    return new ConfigKeys(keys);
  }

  private static List<ConfigKey> segments() {
    return List.of(
        number(ConfigType.INT, "segment.bytes", 1 << 30, ValueCheck.atLeast(1 << 20))
            .standsFor("log.segment.bytes")
            .says("A segment file is closed before it grows beyond this."),
        number(ConfigType.INT, "internal.segment.bytes", null, ValueCheck.any())
            .hidden()
            .says("Overrides segment.bytes with a size below its limit; for tests."),
        number(ConfigType.LONG, "segment.ms", 604_800_000L, ValueCheck.atLeast(1))
            .standsFor("log.roll.ms")
            .standsFor("log.roll.hours", MS_PER_HOUR, "168")
            .says("A segment file is closed when its first record is older than this."),
        number(ConfigType.LONG, "segment.jitter.ms", 0L, ValueCheck.atLeast(0))
            .standsFor("log.roll.jitter.ms")
            .standsFor("log.roll.jitter.hours", MS_PER_HOUR, "0")
            .says("Spreads the closing of segments by up to this." + NO_EFFECT),
        number(ConfigType.INT, "segment.index.bytes", 10_485_760, ValueCheck.atLeast(4))
            .standsFor("log.index.size.max.bytes")
            .says("How large an offset index may grow." + NO_EFFECT),
        number(ConfigType.INT, "index.interval.bytes", 4096, ValueCheck.atLeast(0))
            .standsFor("log.index.interval.bytes")
            .says("How many bytes of records lie between two entries of the offset index."),
        new Draft(ConfigType.BOOLEAN, "preallocate", "false", ValueCheck.any())
            .standsFor("log.preallocate")
            .says("Whether segment files get their full size when made." + NO_EFFECT),
        number(ConfigType.LONG, "file.delete.delay.ms", 60_000L, ValueCheck.atLeast(0))
            .standsFor("log.segment.delete.delay.ms")
            .says("How long a deleted segment's file stays on the disk."),
        number(ConfigType.LONG, "flush.messages", Long.MAX_VALUE, ValueCheck.atLeast(1))
            .standsFor("log.flush.interval.messages")
            .says("Syncs after so many records. Without effect: see headrace.durability."),
        number(ConfigType.LONG, "flush.ms", Long.MAX_VALUE, ValueCheck.atLeast(0))
            .standsFor("log.flush.interval.ms", 1, null)
            .standsFor("log.flush.scheduler.interval.ms", 1, FOR_EVER)
            .says("Syncs after so long. Without effect: see headrace.durability."));
  }

  private static List<ConfigKey> ownToHeadrace() {
    return List.of(
        new Draft(
                ConfigType.STRING,
                "headrace.durability",
                "fsync",
                ValueCheck.oneOf("fsync", "memory"))
            .standsFor("headrace.durability")
            .says(
                "When a record counts as stored: on stable storage (fsync), or, as in Kafka, in"
                    + " the page cache (memory)."),
        new Draft(
                ConfigType.STRING,
                "headrace.validation",
                "records",
                ValueCheck.oneOf("records", "header"))
            .standsFor("headrace.validation")
            .says(
                "How far batches are checked: every record, decompressed if need be (records); or"
                    + " the checksum and the header alone (header), which leaves damaged records to"
                    + " the consumer. Every record is checked all the same where cleanup.policy has"
                    + " compact or compression.type is not producer."));
  }

  private static List<ConfigKey> retention() {
    return List.of(
        new Draft(
                ConfigType.LIST, "cleanup.policy", "delete", ValueCheck.listOf("compact", "delete"))
            .standsFor("log.cleanup.policy")
            .says(
                "What becomes of old records: deleted by retention, compacted to the last of each"
                    + " key, both, or, when empty, neither."),
        number(ConfigType.LONG, "retention.ms", 604_800_000L, ValueCheck.atLeast(-1))
            .standsFor("log.retention.ms", 1, null)
            .standsFor("log.retention.minutes", MS_PER_MINUTE, null)
            .standsFor("log.retention.hours", MS_PER_HOUR, "168")
            .says("How long records are kept under the delete policy; -1 for ever."),
        number(ConfigType.LONG, "retention.bytes", -1L, ValueCheck.any())
            .standsFor("log.retention.bytes")
            .says("How many bytes a partition keeps under the delete policy; -1 without limit."));
  }

  private static List<ConfigKey> compaction() {
    return List.of(
        number(ConfigType.LONG, "delete.retention.ms", 86_400_000L, ValueCheck.atLeast(0))
            .standsFor("log.cleaner.delete.retention.ms")
            .says("How long compaction keeps tombstones."),
        number(ConfigType.LONG, "min.compaction.lag.ms", 0L, ValueCheck.atLeast(0))
            .standsFor("log.cleaner.min.compaction.lag.ms")
            .says("Records younger than this are not compacted."),
        number(ConfigType.LONG, "max.compaction.lag.ms", Long.MAX_VALUE, ValueCheck.atLeast(1))
            .standsFor("log.cleaner.max.compaction.lag.ms")
            .says("Records older than this are compacted soon."),
        new Draft(ConfigType.DOUBLE, "min.cleanable.dirty.ratio", "0.5", ValueCheck.between(0, 1))
            .standsFor("log.cleaner.min.cleanable.ratio")
            .says("The share of a log that must be uncompacted before compaction starts."));
  }

  private static List<ConfigKey> messages() {
    return List.of(
        number(ConfigType.INT, "max.message.bytes", 1_048_588, ValueCheck.atLeast(0))
            .standsFor("message.max.bytes")
            .says("The largest batch of records that is taken, as it is sent (compressed)."),
        new Draft(
                ConfigType.STRING,
                "compression.type",
                "producer",
                ValueCheck.oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"))
            .standsFor("compression.type")
            .says("How batches are compressed on the disk; producer leaves them as they come."),
        number(ConfigType.INT, "compression.gzip.level", -1, ValueCheck.gzipLevel())
            .standsFor("compression.gzip.level")
            .says("The level where compression.type is gzip."),
        number(ConfigType.INT, "compression.lz4.level", 9, ValueCheck.between(1, 17))
            .standsFor("compression.lz4.level")
            .says("The level where compression.type is lz4."),
        number(ConfigType.INT, "compression.zstd.level", 3, ValueCheck.between(-131_072, 22))
            .standsFor("compression.zstd.level")
            .says("The level where compression.type is zstd."),
        new Draft(
                ConfigType.STRING,
                "message.timestamp.type",
                "CreateTime",
                ValueCheck.oneOf("CreateTime", "LogAppendTime"))
            .standsFor("log.message.timestamp.type")
            .says("Whether a record's time is the producer's or that of its append."),
        number(
                ConfigType.LONG,
                "message.timestamp.before.max.ms",
                Long.MAX_VALUE,
                ValueCheck.atLeast(0))
            .standsFor("log.message.timestamp.before.max.ms")
            .says("How far a producer's timestamp may lie in the past."),
        number(ConfigType.LONG, "message.timestamp.after.max.ms", 3_600_000L, ValueCheck.atLeast(0))
            .standsFor("log.message.timestamp.after.max.ms")
            .says("How far a producer's timestamp may lie in the future."));
  }

  private static List<ConfigKey> replication() {
    return List.of(
        number(ConfigType.INT, "min.insync.replicas", 1, ValueCheck.atLeast(1))
            .standsFor("min.insync.replicas")
            .says("With fewer replicas in sync than this, writes with acks=all are refused."),
        new Draft(ConfigType.BOOLEAN, "unclean.leader.election.enable", "false", ValueCheck.any())
            .standsFor("unclean.leader.election.enable")
            .says("Whether a replica that lacks records may lead." + NO_EFFECT),
        throttled("leader.replication.throttled.replicas"),
        throttled("follower.replication.throttled.replicas"));
  }

  private static ConfigKey throttled(String name) {
    return new Draft(ConfigType.LIST, name, "", ValueCheck.throttledReplicas(name))
        .says("Replicas whose replication is slowed, as partition:broker pairs." + NO_EFFECT);
  }

  private static List<ConfigKey> tiering() {
    return List.of(
        new Draft(ConfigType.BOOLEAN, "remote.storage.enable", "false", ValueCheck.any())
            .says("Whether segments move to object storage; refused so far."),
        number(ConfigType.LONG, "local.retention.ms", -2L, ValueCheck.atLeast(-2))
            .standsFor("log.local.retention.ms")
            .says("How long a tiered topic's records stay here too." + NO_EFFECT),
        number(ConfigType.LONG, "local.retention.bytes", -2L, ValueCheck.atLeast(-2))
            .standsFor("log.local.retention.bytes")
            .says("How many bytes of a tiered topic stay here too." + NO_EFFECT),
        new Draft(ConfigType.BOOLEAN, "remote.log.copy.disable", "false", ValueCheck.any())
            .says("Makes a tiered topic's remote part read-only." + NO_EFFECT),
        new Draft(ConfigType.BOOLEAN, "remote.log.delete.on.disable", "false", ValueCheck.any())
            .says("Deletes the remote part when tiering ends." + NO_EFFECT));
  }

  private static Draft number(
      ConfigType type, String name, @Nullable Number defaultValue, ValueCheck check) {
    return new Draft(type, name, defaultValue == null ? null : defaultValue.toString(), check);
  }

  /// A key while the table above is written down.
  private record Draft(
      ConfigType type,
      String name,
      @Nullable String defaultValue,
      ValueCheck check,
      List<Synonym> synonyms,
      boolean visible) {

    Draft(ConfigType type, String name, @Nullable String defaultValue, ValueCheck check) {
      this(type, name, defaultValue, check, List.of(), true);
    }

    Draft standsFor(String brokerSetting) {
      return standsFor(brokerSetting, 1, synonyms.isEmpty() ? defaultValue : null);
    }

    Draft standsFor(String brokerSetting, long factor, @Nullable String itsDefault) {
      var more = new ArrayList<>(synonyms);
      more.add(new Synonym(brokerSetting, factor, itsDefault));
      return new Draft(type, name, defaultValue, check, more, visible);
    }

    Draft hidden() {
      return new Draft(type, name, defaultValue, check, synonyms, false);
    }

    ConfigKey says(String documentation) {
      return new ConfigKey(name, type, defaultValue, check, synonyms, visible, documentation);
    }
  }
}
