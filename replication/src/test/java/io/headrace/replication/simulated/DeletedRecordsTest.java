package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogConfig;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.Partition;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.InSyncProposal;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Records are deleted from the front of a log that another replica follows, or will.
///
/// DeleteRecords counts records, a log keeps batches: a leader's log may start within one. Once no
/// replica that came later could follow it.
class DeletedRecordsTest {

  private static final long SECOND_NS = 1_000_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final TreeMap<Integer, SimulatedReplica> replicas = new TreeMap<>();
  private final SimulatedLines lines =
      new SimulatedLines(
          world, replicas, new ModelController(world.random().fork(), () -> {}), Plant.NOTHING);

  private List<Integer> inSync = List.of(1);
  private int partitionEpoch = 1;

  DeletedRecordsTest() {
    lines.calm = true;
    for (int id = 1; id <= 2; id++) {
      SimulatedReplica replica = new SimulatedReplica(id, world, LogConfig.DEFAULT, 1);
      replicas.put(id, replica);
      replica.life.reactor().execute(() -> open(replica));
    }
    world.advance(SECOND_NS);
    lead();
  }

  @Test
  void aReplicaThatComesLaterBeginsThereToo() {
    append(10);
    append(10);
    deleteBefore(15);

    follow();

    assertThatTheFollowerHas(15, 20);
  }

  @Test
  void soDoesOneThatWasAwayMeanwhile() {
    append(10);
    inSync = List.of(1, 2);
    lead();
    follow();
    killFollower();
    inSync = List.of(1);
    lead();
    append(10);
    deleteBefore(15);

    restartFollower();

    assertThatTheFollowerHas(15, 20);
  }

  @Test
  void itHasThemAfterItsPowerWasCut() {
    append(10);
    append(10);
    deleteBefore(15);
    follow();
    append(10);
    replica(2).machine.cutPower();
    replica(2).onDeath();

    restartFollower();

    assertThatTheFollowerHas(15, 30);
  }

  /// Once it was done before: after a change of leader records were back.
  @Test
  void aDeletionIsDoneWhenAllInSyncHaveIt() {
    inSync = List.of(1, 2);
    lead();
    follow();
    append(10);
    var outcomes = new ArrayList<ErrorCode>();
    var startsWhenDone = new ArrayList<Long>();

    askToDelete(
        7,
        outcome -> {
          outcomes.add(outcome);
          startsWhenDone.add(log(replica(2)).startOffset());
        });

    world.advance(5 * SECOND_NS);
    assertThat(outcomes).containsExactly(ErrorCode.NONE);
    assertThat(startsWhenDone).containsExactly(7L);
  }

  @Test
  void aDeletionWaitsForAFollowerThatIsAwayUntilThatIsOutOfSync() {
    inSync = List.of(1, 2);
    lead();
    follow();
    append(10);
    killFollower();
    var outcomes = new ArrayList<ErrorCode>();
    askToDelete(7, outcomes::add);
    world.advance(5 * SECOND_NS);
    assertThat(outcomes).isEmpty();

    inSync = List.of(1);
    lead();

    assertThat(outcomes).containsExactly(ErrorCode.NONE);
  }

  private SimulatedReplica replica(int id) {
    return Objects.requireNonNull(replicas.get(id));
  }

  private static PartitionLog log(SimulatedReplica replica) {
    return Objects.requireNonNull(replica.log());
  }

  /// Who is in sync is for the test to say.
  private void refuse(InSyncProposal proposal, InSyncProposals.Done done) {
    var refused = new InSyncProposals.Outcome.Refused(ErrorCode.INELIGIBLE_REPLICA);
    replica(1).life.reactor().execute(() -> done.onDone(refused));
  }

  private PartitionImage image(int leader) {
    return new PartitionImage(
        0, leader, 1, partitionEpoch, List.of(1, 2), List.of(), List.of(), inSync, List.of());
  }

  private void open(SimulatedReplica replica) {
    replica.open(replica.id, lines.of(replica), this::refuse);
    replica.onPartition(image(-1));
  }

  private void lead() {
    partitionEpoch++;
    replica(1).life.reactor().execute(() -> replica(1).onPartition(image(1)));
    world.advance(SECOND_NS);
  }

  private Partition leader() {
    return Objects.requireNonNull(replica(1).leader());
  }

  private void append(int records) {
    BatchBuilder batch = BatchBuilder.plain();
    for (int i = 0; i < records; i++) {
      batch.append(1_000_000, null, ByteBuffer.allocate(100));
    }
    var append =
        new Input.ClientAppend(batch.build(), Acks.LEADER, Writer.CLIENT, 1_000_000, result -> {});
    replica(1).life.reactor().execute(() -> leader().append(append));
    world.advance(SECOND_NS);
  }

  private void deleteBefore(long offset) {
    var outcomes = new ArrayList<ErrorCode>();
    askToDelete(offset, outcomes::add);
    world.advance(SECOND_NS);
    assertThat(outcomes).containsExactly(ErrorCode.NONE);
  }

  private void askToDelete(long offset, Partition.Deleted done) {
    replica(1).life.reactor().execute(() -> leader().deleteBefore(offset, done));
  }

  private void follow() {
    replica(2).life.reactor().execute(() -> replica(2).onPartition(image(1)));
    world.advance(5 * SECOND_NS);
  }

  private void killFollower() {
    replica(2).machine.kill();
    replica(2).onDeath();
  }

  private void restartFollower() {
    SimulatedReplica follower = replica(2);
    follower.life = follower.machine.restart();
    follower
        .life
        .reactor()
        .execute(() -> {
          open(follower);
          follower.onPartition(image(1));
        });
    world.advance(5 * SECOND_NS);
  }

  private void assertThatTheFollowerHas(long startOffset, long endOffset) {
    assertThat(log(replica(2)).startOffset()).isEqualTo(startOffset);
    assertThat(log(replica(2)).syncedEnd()).isEqualTo(endOffset);
    assertThat(log(replica(2)).leaderEpochs().latest()).isEqualTo(1);
  }
}
