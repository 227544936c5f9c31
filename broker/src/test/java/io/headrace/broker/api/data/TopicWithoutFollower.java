package io.headrace.broker.api.data;

import io.headrace.base.TopicId;
import io.headrace.log.LogConfig;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.Partitions;
import io.headrace.replication.Replication;
import io.headrace.replication.TopicSettings;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.TopicRules;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A topic on a broker whose follower has fetched nothing yet: broker 1 leads partition 0 in epoch
/// 1, and three records of one producer are written there, none of which is committed. Partition 1
/// is here too, but led by nobody.
final class TopicWithoutFollower {

  static final String NAME = "t";
  static final int FOLLOWER = 2;
  static final int WRITTEN = 3;
  static final long PRODUCER = 7;

  private static final TopicId TOPIC = new TopicId(5, 5);

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private ClusterImage image =
      ImageBuilder.replay(
          ClusterImage.EMPTY,
          4,
          List.of(
              new MetadataRecord.TopicCreated(TOPIC, NAME),
              new MetadataRecord.PartitionsAdded(TOPIC, 0, List.of(List.of(1, 2), List.of(2, 1))),
              new MetadataRecord.PartitionChanged(TOPIC, partition(0, 1, 1)),
              new MetadataRecord.PartitionChanged(
                  TOPIC, partition(1, PartitionImage.NO_LEADER, 1))));
  private @Nullable Partitions partitions;

  TopicWithoutFollower() {
    run(this::open);
    run(this::append);
  }

  private static PartitionImage partition(int number, int leader, int epoch) {
    return new PartitionImage(
        number,
        leader,
        epoch,
        epoch,
        List.of(1, 2),
        List.of(),
        List.of(),
        List.of(1, 2),
        List.of());
  }

  private void run(Runnable action) {
    life.reactor().execute(action);
    world.advance(1_000_000_000);
  }

  Partitions partitions() {
    return Objects.requireNonNull(partitions);
  }

  ClusterImage image() {
    return image;
  }

  TopicImage topic() {
    return Objects.requireNonNull(image.topic(TOPIC));
  }

  /// Broker 1 leads on, in another epoch.
  void leadIn(int epoch) {
    ledBy(1, epoch);
  }

  /// Nobody leads, and broker 1 is a replica like any other.
  void resignIn(int epoch) {
    ledBy(PartitionImage.NO_LEADER, epoch);
  }

  private void ledBy(int broker, int epoch) {
    ClusterImage before = image;
    image =
        ImageBuilder.replay(
            before,
            before.offset() + 1,
            List.of(new MetadataRecord.PartitionChanged(TOPIC, partition(0, broker, epoch))));
    run(() -> partitions().onImage(ImageChange.between(before, image)));
  }

  private void open() {
    var ports =
        new LogPorts(
            life.disk(),
            life.syncLane(),
            life.reactor(),
            life.background(),
            life.clock(),
            life.timers());
    try {
      var directory =
          OpenLogDirectory.open(
              Path.of("/data"),
              ports,
              LogDirectorySettings.DEFAULT,
              _ -> LogConfig.DEFAULT,
              _ -> {});
      partitions =
          new Partitions(
              1,
              List.of(directory),
              new Defaults(),
              (partition, what, cause) -> {},
              Replication.none(life.reactor(), life.timers(), life.clock()));
      partitions.onImage(ImageChange.between(ClusterImage.EMPTY, image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Defaults() implements TopicSettings {
    @Override
    public LogConfig logConfig(ClusterImage image, TopicImage topic) {
      return LogConfig.DEFAULT;
    }

    @Override
    public TopicRules rules(ClusterImage image, TopicImage topic) {
      return TopicRules.DEFAULT;
    }
  }

  private void append() {
    BatchBuilder batch = BatchBuilder.plain().producer(PRODUCER, (short) 0, 0);
    for (int i = 0; i < WRITTEN; i++) {
      batch.append(1_000_000, null, ByteBuffer.allocate(10));
    }
    Objects.requireNonNull(partitions().find(TOPIC, 0))
        .append(
            new Input.ClientAppend(
                batch.build(), Acks.ALL, Writer.CLIENT, 1_000_000, result -> {}));
  }
}
