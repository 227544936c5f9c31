package io.headrace.broker.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.broker.api.data.OffsetAsker.Reads;
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
import io.headrace.replication.Acks;
import io.headrace.replication.Input;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.Replication;
import io.headrace.replication.TopicRules;
import io.headrace.replication.TopicSettings;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Broker 1 leads partition 0, whose other replica has fetched nothing yet. Partition 1 is here
/// too, but led by nobody.
class OffsetAskerTest {

  private static final TopicId TOPIC = new TopicId(5, 5);
  private static final int FOLLOWER = 2;
  private static final int WRITTEN = 3;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final ClusterImage image =
      ImageBuilder.replay(
          ClusterImage.EMPTY,
          4,
          List.of(
              new MetadataRecord.TopicCreated(TOPIC, "t"),
              new MetadataRecord.PartitionsAdded(TOPIC, 0, List.of(List.of(1, 2), List.of(2, 1))),
              new MetadataRecord.PartitionChanged(TOPIC, partition(0, 1)),
              new MetadataRecord.PartitionChanged(TOPIC, partition(1, PartitionImage.NO_LEADER))));
  private @Nullable Partitions partitions;

  private static PartitionImage partition(int number, int leader) {
    return new PartitionImage(
        number, leader, 1, 1, List.of(1, 2), List.of(), List.of(), List.of(1, 2), List.of());
  }

  @BeforeEach
  void write() {
    life.reactor().execute(this::open);
    world.advance(1_000_000_000);
    life.reactor().execute(this::append);
    world.advance(1_000_000_000);
  }

  @Test
  void consumersAreToldNoMoreThanTheyMayRead() {
    for (Reads reads : Reads.values()) {
      assertThat(new OffsetAsker(OffsetAsker.CONSUMER, reads).endOf(led())).isZero();
    }
  }

  @Test
  void replicasAndToolsThatDebugAreToldAllThereIs() {
    assertThat(new OffsetAsker(FOLLOWER).endOf(led())).isEqualTo(WRITTEN);
    assertThat(new OffsetAsker(OffsetAsker.DEBUGGER).endOf(led())).isEqualTo(WRITTEN);
  }

  @Test
  void onlyToolsThatDebugAreToldOfWhatIsNotLedHere() {
    assertThat(find(OffsetAsker.CONSUMER, topic(), 1)).isNull();
    assertThat(find(FOLLOWER, topic(), 1)).isNull();
    assertThat(find(OffsetAsker.DEBUGGER, topic(), 1)).isNotNull();
  }

  @Test
  void nobodyIsToldOfWhatIsNotThere() {
    assertThat(find(OffsetAsker.DEBUGGER, topic(), 2)).isNull();
    assertThat(find(OffsetAsker.DEBUGGER, null, 0)).isNull();
  }

  private @Nullable ReadablePartition find(
      int replicaId, @Nullable TopicImage topic, int partition) {
    return new OffsetAsker(replicaId).find(Objects.requireNonNull(partitions), topic, partition);
  }

  private ReadablePartition led() {
    return Objects.requireNonNull(find(OffsetAsker.CONSUMER, topic(), 0));
  }

  private @Nullable TopicImage topic() {
    return image.topic(TOPIC);
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
    BatchBuilder batch = BatchBuilder.plain();
    for (int i = 0; i < WRITTEN; i++) {
      batch.append(1_000_000, null, ByteBuffer.allocate(10));
    }
    Objects.requireNonNull(Objects.requireNonNull(partitions).find(TOPIC, 0))
        .append(
            new Input.ClientAppend(
                batch.build(), Acks.ALL, Writer.CLIENT, 1_000_000, result -> {}));
  }
}
