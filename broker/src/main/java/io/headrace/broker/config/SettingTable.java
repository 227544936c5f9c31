package io.headrace.broker.config;

import static io.headrace.broker.config.Setting.ofInt;
import static io.headrace.broker.config.Setting.ofLong;
import static io.headrace.broker.config.Setting.ofText;
import static io.headrace.broker.config.Setting.ofYesOrNo;
import static io.headrace.broker.config.Setting.oneOf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The documented settings of a node. `docs/configuration.md` is made from it.
///
/// The broker-wide defaults of topic configs that are not in this list (`log.cleaner.…` and others)
/// are taken as well, see [Settings].
public final class SettingTable {

  /// By name, in the order of the documentation.
  public static final SequencedMap<String, Setting> BY_NAME = byName(documented());

  /// What hardly anybody sets: taken and checked like the others.
  public static final SequencedMap<String, Setting> RARE = byName(rare());

  private static final long FOREVER = -1;

  private SettingTable() {}

  /// A setting by its name; null if there is none of that name.
  static @Nullable Setting find(String name) {
    Setting setting = BY_NAME.get(name);
    return setting == null ? RARE.get(name) : setting;
  }

  private static List<Setting> documented() {
    var all = new ArrayList<Setting>();
    all.addAll(node());
    all.addAll(topics());
    all.addAll(logs());
    all.addAll(groups());
    all.addAll(network());
    return all;
  }

  private static List<Setting> rare() {
    var all = new ArrayList<Setting>();
    all.addAll(quorum());
    all.addAll(replicas());
    all.addAll(oddities());
    return all;
  }

  private static List<Setting> quorum() {
    return List.of(
        new Setting(
            "process.roles",
            "broker,controller",
            new Setting.Values.SomeOf(List.of("broker", "controller")),
            "What the node is: `broker` keeps records, `controller` votes on metadata. One that"
                + " does not vote needs no controller listener of its own: it gets one on a free"
                + " port."),
        ofText(
            "controller.listener.names",
            "CONTROLLER",
            "names, with commas between them",
            "Which of the listeners are for the other nodes' metadata, not for clients."),
        ofText(
            "controller.quorum.voters",
            "",
            "id@host:port, with commas between them",
            "The nodes that vote on metadata, the same on each of them, for a cluster that begins"
                + " with all of them; the ports are those of their controller listeners."),
        ofText(
            "controller.quorum.bootstrap.servers",
            "",
            "host:port, with commas between them",
            "Controller listeners of a cluster that this node joins or belongs to. A node that"
                + " names nobody but itself begins a cluster of its own."),
        ofYesOrNo(
            "controller.quorum.auto.join.enable",
            true,
            "Whether a node that joins becomes a voter while there are fewer than three."),
        ofText(
            "listener.security.protocol.map",
            "",
            "NAME:PROTOCOL, with commas between them",
            "What is spoken on a listener whose name is not that of a protocol. Only PLAINTEXT so"
                + " far."));
  }

  private static List<Setting> replicas() {
    return List.of(
        ofInt(
            "broker.session.timeout.ms",
            3_000,
            500,
            "A node that gives no sign of life for so long is taken for gone."),
        ofInt(
            "replica.lag.time.max.ms",
            10_000,
            100,
            "A replica that is behind its leader for so long is no longer in sync."),
        oneOf(
            "replica.selector.class",
            "Whom consumers read from: the leader, or a replica in their own rack (`client.rack`,"
                + " `broker.rack`) that is in sync.",
            "org.apache.kafka.common.replica.LeaderSelector",
            "org.apache.kafka.common.replica.RackAwareReplicaSelector"),
        ofYesOrNo(
            "auto.leader.rebalance.enable",
            true,
            "Whether leadership goes back to the first of a partition's replicas."),
        ofInt(
            "leader.imbalance.check.interval.seconds",
            300,
            1,
            "How often it is looked whether it should."),
        ofInt(
            "producer.id.expiration.check.interval.ms",
            600_000,
            1,
            "How often it is looked which producers are silent for too long; at least every 15"
                + " s."));
  }

  private static List<Setting> oddities() {
    return List.of(
        ofYesOrNo(
            "unstable.feature.versions.enable",
            false,
            "Whether this node also knows the next level of `headrace.version`, which changes"
                + " nothing yet: an upgrade can be rehearsed with it."),
        ofInt(
            "headrace.metadata.snapshot.records",
            20_000,
            1,
            "After so many records at the earliest the metadata log gets a snapshot."),
        ofInt(
            "offsets.topic.replication.factor",
            3,
            1,
            "Replicas of the topic that keeps groups; fewer while there are fewer nodes when it is"
                + " made."),
        ofInt(
            "offsets.topic.segment.bytes",
            104_857_600,
            1 << 20,
            "A segment file of that topic is closed before it grows beyond this."),
        oneOf(
            "headrace.validation",
            "How far batches are checked: `records`, every record, decompressed if need be;"
                + " `header`, the checksum and the header alone.",
            "records",
            "header"),
        oneOf(
            "headrace.stray.logs",
            "What becomes, at a start, of logs on disk that belong to no topic.",
            "keep",
            "delete"),
        ofLong(
            "headrace.scrub.bytes.per.second",
            8 << 20,
            0,
            "How much of the closed segments of each directory is read at most to find rot before"
                + " a reader does; 0 for not at all."),
        ofInt(
            "headrace.scrub.interval.hours",
            168,
            1,
            "How often all of them are read once, beginning ten minutes after a start."));
  }

  private static SequencedMap<String, Setting> byName(List<Setting> all) {
    var byName = new LinkedHashMap<String, Setting>();
    for (Setting setting : all) {
      byName.put(setting.name(), setting);
    }
    return byName;
  }

  private static List<Setting> node() {
    return List.of(
        ofInt("node.id", 1, 0, "The number of this node in its cluster."),
        ofText(
            "listeners",
            "PLAINTEXT://127.0.0.1:9092",
            "NAME://host:port, with commas between several; no host means all addresses",
            "Where clients are served. Only PLAINTEXT so far."),
        ofText(
            "advertised.listeners",
            "",
            "NAME://host:port, with commas between several",
            "What clients are told to connect to, where that differs from `listeners`."),
        ofText(
            "log.dirs",
            "./data",
            "paths, with commas between them",
            "Where records are kept: one directory for each disk."),
        ofText("broker.rack", "", "any text", "The rack or zone this node stands in."));
  }

  private static List<Setting> topics() {
    return List.of(
        ofInt(
            "num.partitions", 1, 1, "Partitions of a topic that is made without saying how many."),
        ofInt(
            "default.replication.factor",
            1,
            1,
            "Replicas of a topic that is made without saying how many."),
        ofYesOrNo(
            "auto.create.topics.enable",
            true,
            "Whether a topic is made when a client first asks for it."),
        ofYesOrNo("delete.topic.enable", true, "Whether topics can be deleted."),
        ofInt(
            "min.insync.replicas",
            1,
            1,
            "With fewer replicas in sync, writes with `acks=all` are refused; where a topic has"
                + " fewer, all must be."),
        ofInt("message.max.bytes", 1_048_588, 0, "The largest batch of records, compressed."),
        oneOf(
            "compression.type",
            "How batches are compressed on disk; `producer` leaves them as they come.",
            "producer",
            "uncompressed",
            "gzip",
            "snappy",
            "lz4",
            "zstd"),
        oneOf(
            "log.message.timestamp.type",
            "Whether records carry the producer's time or that of the append.",
            "CreateTime",
            "LogAppendTime"),
        oneOf(
            "headrace.durability",
            "When a record counts as stored: `fsync`, on stable storage; `memory`, in the page"
                + " cache, as Kafka does.",
            "fsync",
            "memory"));
  }

  private static List<Setting> logs() {
    return List.of(
        ofInt("log.retention.hours", 168, FOREVER, "How long records are kept; -1 for ever."),
        ofInt("log.retention.minutes", 0, FOREVER, "The same in minutes; goes before hours.")
            .withoutDefault(),
        ofLong("log.retention.ms", 0, FOREVER, "The same in milliseconds; goes before minutes.")
            .withoutDefault(),
        ofLong(
            "log.retention.bytes",
            -1,
            FOREVER,
            "How many bytes of each partition are kept; -1 without limit."),
        ofLong(
            "log.retention.check.interval.ms",
            300_000,
            1,
            "How often logs are looked through for what is to be deleted, first 30 s after the"
                + " start; for what is to be compacted at least every 15 s."),
        ofInt(
            "log.segment.bytes",
            1 << 30,
            1 << 20,
            "A segment file is closed before it grows beyond this."),
        ofInt(
            "log.roll.hours",
            168,
            1,
            "A segment file is closed when its first record is older than this."),
        ofLong("log.roll.ms", 0, 1, "The same in milliseconds; goes before hours.")
            .withoutDefault(),
        new Setting(
            "log.cleanup.policy",
            "delete",
            new Setting.Values.SomeOf(List.of("delete", "compact")),
            "What becomes of old records: deleted by age and size, compacted by key, or both."),
        ofInt(
            "producer.id.expiration.ms",
            86_400_000,
            1,
            "How long the log remembers an idempotent producer that is silent."));
  }

  private static List<Setting> groups() {
    return List.of(
        ofInt(
            "offsets.topic.num.partitions",
            50,
            1,
            "Partitions of the topic that keeps groups; fixed when it is made."),
        ofInt(
            "offsets.retention.minutes",
            10_080,
            1,
            "How long the offsets of a group without members are kept."),
        ofLong(
            "offsets.retention.check.interval.ms",
            600_000,
            1,
            "How often groups are looked through for offsets that have expired."),
        ofInt("offset.metadata.max.bytes", 4_096, 0, "The longest text that goes with an offset."),
        ofInt(
            "group.initial.rebalance.delay.ms",
            3_000,
            0,
            "How long an empty group waits for more members after the first."),
        ofInt("group.min.session.timeout.ms", 6_000, 1, "The shortest session of a member."),
        ofInt("group.max.session.timeout.ms", 1_800_000, 1, "The longest session of a member."),
        ofInt("group.max.size", Integer.MAX_VALUE, 1, "The most members of a group."));
  }

  private static List<Setting> network() {
    return List.of(
        ofInt(
            "max.connections",
            16_384,
            1,
            "The most connections of all clients together; of those that come by one listener:"
                + " `listener.name.<listener>.max.connections`."),
        ofInt(
            "max.connections.per.ip", Integer.MAX_VALUE, 1, "The most connections of one address."),
        ofLong("connections.max.idle.ms", 600_000, 1, "A connection silent for longer is closed."),
        ofInt("socket.request.max.bytes", 104_857_600, 1, "The largest request."),
        ofLong(
            "queued.max.request.bytes",
            268_435_456,
            FOREVER,
            "How much may be held of requests that have not come in whole; -1 for this default."),
        ofInt(
            "fetch.max.bytes",
            57_671_680,
            1_024,
            "The largest answer to a fetch, whatever the client allows."),
        ofInt(
            "max.incremental.fetch.session.cache.slots",
            1_000,
            0,
            "How many fetch sessions are kept (KIP-227)."));
  }

  /// Name and default of each, for the test that pins them.
  public static Map<String, String> defaults() {
    var defaults = new LinkedHashMap<String, String>();
    BY_NAME.forEach((name, setting) -> defaults.put(name, setting.defaultValue()));
    return defaults;
  }
}
