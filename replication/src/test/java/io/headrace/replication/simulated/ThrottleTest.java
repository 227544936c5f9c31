package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogConfig;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.Partition;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How long it takes to fill a second replica with three megabytes, at one megabyte a second.
class ThrottleTest {

  private static final String RATE = "1000000";
  private static final int BATCHES = 300;
  private static final int BATCH_BYTES = 10_000;
  private static final long LOOK_NS = 10_000_000;
  private static final long SECOND_NS = 1_000_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final TreeMap<Integer, SimulatedReplica> replicas = new TreeMap<>();

  @Test
  void aReplicaThatAReassignmentBringsInIsThrottledByDefault() {
    begin(partition(List.of(1), List.of(2)), "headrace.reassignment.throttled.rate");

    assertThat(timeToFillNs()).isBetween(22 * SECOND_NS / 10, 35 * SECOND_NS / 10);
  }

  @Test
  void theLeaderAloneThrottlesToo() {
    begin(partition(List.of(1), List.of(2)), "leader.replication.throttled.rate");

    assertThat(timeToFillNs()).isBetween(22 * SECOND_NS / 10, 35 * SECOND_NS / 10);
  }

  @Test
  void theFollowerAloneThrottlesToo() {
    begin(partition(List.of(1), List.of(2)), "follower.replication.throttled.rate");

    assertThat(timeToFillNs()).isBetween(22 * SECOND_NS / 10, 35 * SECOND_NS / 10);
  }

  @Test
  void whoIsInSyncIsNeverThrottled() {
    begin(partition(List.of(1, 2), List.of()), "headrace.reassignment.throttled.rate");

    assertThat(timeToFillNs()).isLessThan(15 * SECOND_NS / 10);
  }

  @Test
  void whoComesBackIsNotThrottledUnlessTheTopicNamesIt() {
    begin(partition(List.of(1), List.of()), "headrace.reassignment.throttled.rate");

    assertThat(timeToFillNs()).isLessThan(15 * SECOND_NS / 10);
  }

  private static PartitionImage partition(List<Integer> inSync, List<Integer> adding) {
    return new PartitionImage(0, 1, 1, 1, List.of(1, 2), adding, List.of(), inSync, List.of());
  }

  private void begin(PartitionImage partition, String rateOfAllBrokers) {
    var controller = new ModelController(world.random().fork(), () -> {});
    var lines = new SimulatedLines(world, replicas, controller, Plant.NOTHING);
    lines.calm = true;
    for (int id = 1; id <= 2; id++) {
      var replica = new SimulatedReplica(id, world, LogConfig.DEFAULT, 1);
      replicas.put(id, replica);
      replica
          .life
          .reactor()
          .execute(() -> {
            replica.open(replica.id, lines.of(replica), InSyncProposals.NONE);
            replica.onRecords(
                List.of(
                    new MetadataRecord.ConfigChanged(
                        new ConfigResource(Type.BROKER, ""), rateOfAllBrokers, RATE)));
          });
    }
    SimulatedReplica leader = Objects.requireNonNull(replicas.get(1));
    leader.life.reactor().execute(() -> leader.onPartition(partition));
    world.advance(LOOK_NS);
    leader.life.reactor().execute(() -> fill(Objects.requireNonNull(leader.leader())));
    world.advance(LOOK_NS);
    SimulatedReplica follower = Objects.requireNonNull(replicas.get(2));
    follower.life.reactor().execute(() -> follower.onPartition(partition));
  }

  private static void fill(Partition leader) {
    for (int i = 0; i < BATCHES; i++) {
      ByteBuffer batch =
          BatchBuilder.plain().append(1_000_000, null, ByteBuffer.allocate(BATCH_BYTES)).build();
      leader.append(
          new Input.ClientAppend(batch, Acks.LEADER, Writer.CLIENT, 1_000_000, result -> {}));
    }
  }

  private long timeToFillNs() {
    long beganNs = world.nowNs();
    long deadlineNs = beganNs + 20 * SECOND_NS;
    while (endOfFollower() < BATCHES && world.nowNs() < deadlineNs) {
      world.advance(LOOK_NS);
    }
    assertThat(endOfFollower()).isEqualTo(BATCHES);
    return world.nowNs() - beganNs;
  }

  private long endOfFollower() {
    PartitionLog log = Objects.requireNonNull(replicas.get(2)).log();
    return log == null ? 0 : log.endOffset();
  }
}
