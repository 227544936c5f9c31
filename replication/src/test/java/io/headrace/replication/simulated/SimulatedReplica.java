package io.headrace.replication.simulated;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.LogConfig;
import io.headrace.log.PartitionLog;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.replication.InSyncProposals;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.Replication;
import io.headrace.replication.ReplicationLimits;
import io.headrace.replication.TopicRules;
import io.headrace.replication.TopicSettings;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One broker: a machine, its log directory, and its replica of the partition.
final class SimulatedReplica {

  static final TopicId TOPIC = new TopicId(5, 5);
  static final PartitionId PARTITION = new PartitionId(TOPIC, 0);
  private static final Path DATA = Path.of("/data");
  private static final ReplicationLimits LIMITS =
      new ReplicationLimits(1_500_000_000L, 500, 16 << 10, 64 << 10);

  final int id;
  final SimulatedMachine machine;
  Life life;
  long brokerEpoch = -1;

  /// Whether its disk damages what is on it.
  boolean rots;

  @Nullable Partitions partitions;
  @Nullable OpenLogDirectory directory;

  /// How far this life's readers have been checked.
  long checkedTo;

  private ClusterImage image = ClusterImage.EMPTY;
  private final LogConfig config;
  private final TopicRules rules;

  SimulatedReplica(int id, SimulatedWorld world, LogConfig config, int minInSync) {
    this.id = id;
    this.machine = new SimulatedMachine(world);
    this.life = machine.life();
    this.config = config;
    TopicRules some = TopicRules.DEFAULT;
    this.rules =
        new TopicRules(some.batches(), some.maxMessageBytes(), some.compression(), minInSync);
  }

  /// In the reactor of a new life.
  void open(long epoch, ReplicaPeers peers, InSyncProposals proposals) {
    Life now = life;
    try {
      directory =
          OpenLogDirectory.open(
              DATA,
              new LogPorts(
                  now.disk(),
                  now.syncLane(),
                  now.reactor(),
                  now.background(),
                  now.clock(),
                  now.timers()),
              LogDirectorySettings.DEFAULT,
              _ -> config,
              damage -> {
                if (!rots) {
                  throw new AssertionError("damage: " + damage);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    image = ClusterImage.EMPTY;
    brokerEpoch = epoch;
    checkedTo = 0;
    partitions =
        new Partitions(
            id,
            List.of(directory),
            new Settings(config, rules),
            (partition, what, cause) -> {},
            new Replication(
                now.reactor(), now.timers(), now.clock(), peers, proposals, () -> epoch, LIMITS));
  }

  private record Settings(LogConfig config, TopicRules topicRules) implements TopicSettings {
    @Override
    public LogConfig logConfig(ClusterImage image, TopicImage topic) {
      return config;
    }

    @Override
    public TopicRules rules(ClusterImage image, TopicImage topic) {
      return topicRules;
    }
  }

  /// The metadata says this now.
  void onPartition(PartitionImage partition) {
    if (partitions == null) {
      return;
    }
    ClusterImage before = image;
    List<MetadataRecord> records =
        before.topic(TOPIC) == null
            ? List.of(
                new MetadataRecord.TopicCreated(TOPIC, "t"),
                new MetadataRecord.PartitionsAdded(TOPIC, 0, List.of(partition.replicas())),
                new MetadataRecord.PartitionChanged(TOPIC, partition))
            : List.of(new MetadataRecord.PartitionChanged(TOPIC, partition));
    onRecords(records);
  }

  /// The metadata says this too.
  void onRecords(List<MetadataRecord> records) {
    ClusterImage before = image;
    image = ImageBuilder.replay(before, before.offset() + records.size(), records);
    if (partitions != null) {
      partitions.onImage(ImageChange.between(before, image));
    }
  }

  void onDeath() {
    partitions = null;
    directory = null;
  }

  @Nullable Partition leader() {
    return partitions == null ? null : partitions.find(TOPIC, 0);
  }

  @Nullable ReadablePartition readable() {
    return partitions == null ? null : partitions.findReadable(TOPIC, 0);
  }

  @Nullable PartitionLog log() {
    return directory == null ? null : directory.log(PARTITION);
  }
}
