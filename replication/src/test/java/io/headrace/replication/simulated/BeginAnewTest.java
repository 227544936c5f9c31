package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.DamagedDataException;
import io.headrace.log.LogConfig;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.metadata.PartitionImage;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.RecordBatch;
import io.headrace.replication.Partition;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A replica has lost what its leader has in other batches, as after compactions that ran
/// differently: nothing of the leader's fits into the place.
class BeginAnewTest {

  private static final int RECORDS = 10;
  private static final int EPOCH = 1;
  private static final int DAMAGED = 3;
  private static final long SECOND_NS = 1_000_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final TreeMap<Integer, SimulatedReplica> replicas = new TreeMap<>();
  private final SimulatedLines lines =
      new SimulatedLines(
          world, replicas, new ModelController(world.random().fork(), () -> {}), Plant.NOTHING);

  BeginAnewTest() {
    lines.calm = true;
    for (int id = 1; id <= 2; id++) {
      replicas.put(id, new SimulatedReplica(id, world, LogConfig.DEFAULT, 1));
    }
    replica(2).rots = true;
  }

  @Test
  void aReplicaThatNobodyCountsOnIsEmptiedAndFilledByItsLeader() {
    fillBoth();
    restartDamaged(image(1, List.of(1)));

    PartitionLog log = logOfFollower();
    assertThat(log.lost().ranges()).isEmpty();
    assertThat(log.endOffset()).isEqualTo(RECORDS);
    assertThat(log.sizeBytes()).as("as the leader has it").isEqualTo(sizeOfLeader());
  }

  /// What is eligible may be the last that has what was acknowledged.
  @Test
  void oneThatIsInSyncStillIsNot() {
    fillBoth();
    restartDamaged(image(1, List.of(1, 2)));

    assertThat(logOfFollower().lost().ranges()).hasSize(1);
  }

  private SimulatedReplica replica(int id) {
    return Objects.requireNonNull(replicas.get(id));
  }

  private PartitionLog logOfFollower() {
    return Objects.requireNonNull(replica(2).log());
  }

  private long sizeOfLeader() {
    return Objects.requireNonNull(replica(1).log()).sizeBytes();
  }

  private static PartitionImage image(int leader, List<Integer> inSync) {
    return new PartitionImage(
        0, leader, EPOCH, 1, List.of(1, 2), List.of(), List.of(), inSync, List.of());
  }

  /// The leader has one batch, the other replica one of each record.
  private void fillBoth() {
    for (SimulatedReplica each : replicas.values()) {
      each.life.reactor().execute(() -> open(each, image(-1, List.of(1))));
    }
    world.advance(SECOND_NS);
    SimulatedReplica follower = replica(2);
    follower
        .life
        .reactor()
        .execute(() -> {
          for (int offset = 0; offset < RECORDS; offset++) {
            ByteBuffer batch = records(1);
            RecordBatch.at(batch, batch.position()).assignOffsets(offset, EPOCH);
            logOfFollower().append(batch);
          }
        });
    SimulatedReplica leader = replica(1);
    leader
        .life
        .reactor()
        .execute(() -> {
          leader.onPartition(image(1, List.of(1)));
          Partition partition = Objects.requireNonNull(leader.leader());
          partition.append(
              new Input.ClientAppend(
                  records(RECORDS), Acks.LEADER, Writer.CLIENT, 1_000_000, result -> {}));
        });
    world.advance(SECOND_NS);
    assertThat(logOfFollower().sizeBytes()).isGreaterThan(sizeOfLeader());
  }

  private void open(SimulatedReplica replica, PartitionImage image) {
    replica.open(replica.id, lines.of(replica), InSyncProposals.NONE);
    replica.onPartition(image);
  }

  private void restartDamaged(PartitionImage image) {
    SimulatedReplica follower = replica(2);
    int perBatch = (int) (logOfFollower().sizeBytes() / RECORDS);
    follower.machine.kill();
    follower.onDeath();
    SimulatedDisk disk = follower.machine.disk();
    Path segment =
        disk.files().filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    disk.flipBit(segment, ((DAMAGED + 1) * perBatch - 1) * 8L);
    follower.life = follower.machine.restart();
    follower
        .life
        .reactor()
        .execute(() -> {
          open(follower, image);
          read(logOfFollower());
        });
    world.advance(10 * SECOND_NS);
  }

  private static void read(PartitionLog log) {
    try {
      log.read(new ReadRequest(DAMAGED, RECORDS, 1 << 20, true));
    } catch (DamagedDataException e) {
      assertThat(e).isNotNull(); // and now it is known
    } catch (IOException | OffsetOutOfRange e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer records(int count) {
    BatchBuilder batch = BatchBuilder.plain();
    for (int i = 0; i < count; i++) {
      batch.append(1_000_000, null, ByteBuffer.allocate(100));
    }
    return batch.build();
  }
}
