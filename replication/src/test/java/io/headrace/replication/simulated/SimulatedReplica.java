package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
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
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.Replication;
import io.headrace.replication.ReplicationLimits;
import io.headrace.replication.Tenure;
import io.headrace.replication.TopicSettings;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.TopicRules;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One broker: a machine, its log directories, and its replica of the partition.
final class SimulatedReplica {

  static final TopicId TOPIC = new TopicId(5, 5);
  static final PartitionId PARTITION = new PartitionId(TOPIC, 0);
  private static final TopicPartition NAME = new TopicPartition("t", 0);
  private static final ReplicationLimits LIMITS =
      new ReplicationLimits(1_500_000_000L, 500, 16 << 10, 64 << 10);

  final int id;
  final SimulatedMachine machine;
  Life life;
  long brokerEpoch = -1;

  /// Whether its disk damages what is on it.
  boolean rots;

  @Nullable Partitions partitions;

  /// One, if not more are wanted.
  int directoryCount = 1;

  final List<LogDirectory> directories = new ArrayList<>();
  int movesEnded;

  /// What its operator was told of.
  final List<String> troubles = new ArrayList<>();

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
    directories.clear();
    for (int i = 0; i < directoryCount; i++) {
      directories.add(openDirectory(Path.of(i == 0 ? "/data" : "/data" + i)));
    }
    Life now = life;
    image = ClusterImage.EMPTY;
    brokerEpoch = epoch;
    checkedTo = 0;
    partitions =
        new Partitions(
            id,
            directories,
            new Settings(config, rules),
            new Told(),
            new Replication(
                now.reactor(),
                now.timers(),
                now.clock(),
                peers,
                proposals,
                () -> epoch,
                LIMITS,
                Tenure.CERTAIN));
  }

  private final class Told implements Partitions.Trouble {
    @Override
    public void onTrouble(TopicPartition partition, String what, IOException cause) {
      troubles.add(what + ": " + cause.getMessage());
    }

    @Override
    public void onMoved(TopicPartition partition, LogDirectory to) {
      movesEnded++;
    }
  }

  private LogDirectory openDirectory(Path path) {
    Life now = life;
    try {
      return OpenLogDirectory.open(
          path,
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
    directories.clear();
  }

  /// In a turn of its own, if it lives.
  void moveSoon(int directory) {
    if (life.alive()) {
      life.reactor().execute(() -> moveTo(directory));
    }
  }

  /// As the memory of a request is; only where moves may keep batches waiting.
  void overwriteAfterTheTurn(ByteBuffer batch) {
    Reactor reactor = life.reactor();
    if (directoryCount > 1) {
      reactor.atEndOfTurn(() -> reactor.execute(() -> batch.clear().put(new byte[batch.limit()])));
    }
  }

  /// Moves the replica to one of the directories, which may be where it is.
  void moveTo(int directory) {
    TopicImage topic = image.topic(TOPIC);
    if (partitions != null && topic != null) {
      partitions.logs().move(NAME, topic, directories.get(directory));
    }
  }

  @Nullable Partition leader() {
    return partitions == null ? null : partitions.find(TOPIC, 0);
  }

  @Nullable ReadablePartition readable() {
    return partitions == null ? null : partitions.findReadable(TOPIC, 0);
  }

  @Nullable PartitionLog log() {
    List<PartitionLog> logs =
        directories.stream()
            .map(directory -> directory.log(PARTITION))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingLong(PartitionLog::endOffset).reversed())
            .toList();
    if (image.topic(TOPIC) != null) {
      assertThat(logs).as("logs of the replica").hasSizeLessThanOrEqualTo(1);
    }
    return logs.isEmpty() ? null : logs.getFirst();
  }
}
