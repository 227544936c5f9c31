package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.log.LogConfig;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.FollowerAnswer;
import io.headrace.replication.Partition;
import io.headrace.replication.ReplicaSessions;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.follower.Wish;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A follower was cut off and is back on a new connection; of the old one the leader hears later
/// that it is gone. A follower that has nothing new to tell tells nothing: were it forgotten then,
/// nothing would be committed any more, for good.
class OldConnectionTest {

  private static final int EPOCH = 1;
  private static final long OLD = 1;
  private static final long NEW = 2;
  private static final long SECOND_NS = 1_000_000_000;
  private static final ReplicaFetch.Limits LIMITS =
      new ReplicaFetch.Limits(60_000, 1 << 20, 1 << 20);

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final SimulatedReplica replica = new SimulatedReplica(1, world, LogConfig.DEFAULT, 1);
  private final List<AppendResult> answered = new ArrayList<>();

  OldConnectionTest() {
    now(() -> {
      replica.open(1, ReplicaPeers.NONE, InSyncProposals.NONE);
      replica.onPartition(
          new PartitionImage(
              0, 1, EPOCH, 1, List.of(1, 2), List.of(), List.of(), List.of(1, 2), List.of()));
    });
  }

  @Test
  void whatTheNewOneSaidStaysWhenTheOldOneIsGone() {
    begin(OLD, new Wish(EPOCH, 0, -1, 0, 0));
    append();
    FollowerAnswer begun = begin(NEW, new Wish(EPOCH, 0, -1, 0, 0)).getFirst();
    append();
    fetch(NEW, begun.sessionId(), 1, new Wish(EPOCH, 2, EPOCH, 0, 2));
    assertThat(answered).hasSize(2);

    now(() -> sessions().onClosed(OLD));

    assertThat(leader().knowsCommittedEnd()).isTrue();
  }

  @Test
  void whoFetchesOnTheOldOneStillIsToldThatItsSessionIsOver() {
    FollowerAnswer begun = begin(OLD, new Wish(EPOCH, 0, -1, 0, 0)).getFirst();
    List<FollowerAnswer> waiting = fetch(OLD, begun.sessionId(), 1, new Wish(EPOCH, 0, -1, 0, 0));
    assertThat(waiting).isEmpty();

    begin(NEW, new Wish(EPOCH, 0, -1, 0, 0));

    assertThat(waiting).hasSize(1);
    assertThat(waiting.getFirst().error()).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  }

  @Test
  void whenItsOnlyConnectionIsGoneNothingIsKnownOfAFollower() {
    begin(OLD, new Wish(EPOCH, 0, -1, 0, 0));
    assertThat(leader().knowsCommittedEnd()).isTrue();

    now(() -> sessions().onClosed(OLD));

    assertThat(leader().knowsCommittedEnd()).isFalse();
  }

  private Partition leader() {
    return Objects.requireNonNull(replica.leader());
  }

  private ReplicaSessions sessions() {
    return Objects.requireNonNull(replica.partitions).sessions();
  }

  private void now(Runnable what) {
    replica.life.reactor().execute(what);
    world.advance(SECOND_NS);
  }

  private void append() {
    ByteBuffer batch = BatchBuilder.plain().append(1, null, ByteBuffer.allocate(10)).build();
    now(() ->
        leader()
            .append(
                new Input.ClientAppend(batch, Acks.ALL, Writer.CLIENT, 1_000_000, answered::add)));
  }

  private List<FollowerAnswer> begin(long connection, Wish wish) {
    return fetch(connection, 0, 0, wish);
  }

  private List<FollowerAnswer> fetch(long connection, int sessionId, int epoch, Wish wish) {
    var answers = new ArrayList<FollowerAnswer>();
    PartitionId partition = leader().id();
    var request =
        new ReplicaFetch(
            sessionId,
            epoch,
            2,
            7,
            LIMITS,
            List.of(new ReplicaFetch.Item(partition, wish)),
            List.of());
    now(() ->
        sessions()
            .fetch(
                request,
                connection,
                answer -> {
                  answer.release();
                  answers.add(answer);
                }));
    return answers;
  }
}
