package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogConfig;
import io.headrace.log.directory.DeadLogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A broker with two log directories, one of which could not be opened.
class DeadDirectoryTest {

  private static final long SECOND_NS = 1_000_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final SimulatedReplica replica = new SimulatedReplica(1, world, LogConfig.DEFAULT, 1);

  @Test
  void aReplicaInItIsNeitherServedNorMadeAnew() {
    open(Set.of(SimulatedReplica.PARTITION));
    inTurn(() -> lead(1));
    assertIsOutOfReach();
    inTurn(() -> lead(2));
    assertIsOutOfReach();
  }

  private void assertIsOutOfReach() {
    var partitions = Objects.requireNonNull(replica.partitions);
    assertThat(replica.leader()).isNull();
    assertThat(replica.directories.getFirst().logs()).isEmpty();
    assertThat(partitions.errorFor(topic(), 0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
  }

  @Test
  void aNewReplicaIsMadeInTheOther() {
    open(Set.of());
    inTurn(() -> lead(1));

    assertThat(replica.leader()).isNotNull();
    assertThat(replica.directories.getFirst().logs()).hasSize(1);
  }

  @Test
  void nothingMovesMeanwhile() {
    open(Set.of());
    inTurn(() -> lead(1));
    inTurn(() -> {
      var logs = Objects.requireNonNull(replica.partitions).logs();
      assertThat(logs.move(new TopicPartition("t", 0), topic(), replica.directories.get(1)))
          .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    });

    assertThat(replica.directories.getFirst().log(SimulatedReplica.PARTITION)).isNotNull();
  }

  private void open(Set<PartitionId> presumed) {
    inTurn(() -> {
      replica.open(1, ReplicaPeers.NONE, InSyncProposals.NONE);
      var cause = new IOException("Input/output error");
      replica.directories.add(new DeadLogDirectory(Path.of("/dead"), cause, presumed));
    });
  }

  private void lead(int leaderEpoch) {
    replica.onPartition(
        new PartitionImage(
            0,
            1,
            leaderEpoch,
            leaderEpoch,
            List.of(1),
            List.of(),
            List.of(),
            List.of(1),
            List.of()));
  }

  /// As the cluster knows it.
  private static TopicImage topic() {
    var partition =
        new PartitionImage(0, 1, 1, 1, List.of(1), List.of(), List.of(), List.of(1), List.of());
    List<MetadataRecord> records =
        List.of(
            new MetadataRecord.TopicCreated(SimulatedReplica.TOPIC, "t"),
            new MetadataRecord.PartitionsAdded(SimulatedReplica.TOPIC, 0, List.of(List.of(1))),
            new MetadataRecord.PartitionChanged(SimulatedReplica.TOPIC, partition));
    ClusterImage image = ImageBuilder.replay(ClusterImage.EMPTY, 3, records);
    return Objects.requireNonNull(image.topic(SimulatedReplica.TOPIC));
  }

  private void inTurn(Runnable task) {
    replica.life.reactor().execute(task);
    world.advance(SECOND_NS);
  }
}
