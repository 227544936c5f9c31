package io.headrace.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.RecordBatch;
import io.headrace.replication.follower.FetchLine;
import io.headrace.replication.follower.FollowedPartition;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetched;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.throttle.ReplicaThrottle;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a follower asks its leader for, and when, as the leader sees it.
class FetchLineTest {

  private static final int LEADER = 2;
  private static final int EPOCH = 5;
  private static final int SESSION = 77;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final List<ReplicaFetch> asked = new ArrayList<>();
  private final List<FakeLog> logs = new ArrayList<>();
  private final ArrayDeque<ReplicaPeers.Answer> waiting = new ArrayDeque<>();
  private final FetchLine line =
      new FetchLine(
          1,
          LEADER,
          new FetchLine.Ports(
              _ -> new LeaderLine(),
              life.reactor(),
              life.timers(),
              () -> 1,
              new ReplicaThrottle(1, life.clock())),
          new ReplicaFetch.Limits(500, 1 << 20, 10 << 20));

  private final class LeaderLine implements ReplicaPeers.Line {
    @Override
    public void fetch(ReplicaFetch request, ReplicaPeers.Answer answer) {
      asked.add(request);
      waiting.add(answer);
    }

    @Override
    public void close() {}
  }

  private final class Wishes implements FollowedPartition.Listener {
    @Override
    public void onWish(FollowedPartition partition) {
      line.onWish(partition);
    }

    @Override
    public void onProgress(FollowedPartition partition) {}

    @Override
    public void onLost(FollowedPartition partition) {}

    @Override
    public void onTrouble(TopicPartition partition, String what) {}
  }

  /// A partition whose leader does not know its new epoch yet refuses it. Meanwhile another one
  /// waits for its disk as long as the refused one pauses. It was never asked for again.
  @Test
  void aPartitionThatWasRefusedIsAskedForAgainThoughAnotherWaitsForItsDisk() {
    PartitionId slow = follow(0);
    PartitionId refused = follow(1);

    answer(records(slow), refusal(refused));
    pass(100);

    assertThat(asked.getLast().changed())
        .extracting(ReplicaFetch.Item::partition)
        .contains(refused);
  }

  /// The leader had answered, so that nothing was left to take back: it went on waiting for a
  /// follower whose disk was full.
  @Test
  void aLeaderIsToldWhenWhatItSentFoundNoRoom() {
    PartitionId full = follow(0);

    answer(records(full));
    inTurn(() -> logs.getLast().reject(0));

    assertThat(asked.getLast().forgotten()).containsExactly(full);
  }

  private PartitionId follow(int number) {
    var log = new FakeLog(number);
    var partition =
        new FollowedPartition(new TopicPartition("t", number), log, 0, life.timers(), new Wishes());
    logs.add(log);
    inTurn(() -> {
      partition.appoint(LEADER, EPOCH);
      line.add(partition);
    });
    while (waiting.size() > 1 || asked.size() == 1) {
      answer();
    }
    return log.id();
  }

  private void answer(ReplicaFetched.Part... parts) {
    ReplicaPeers.Answer first = waiting.remove();
    inTurn(() -> first.onFetched(new ReplicaFetched(ErrorCode.NONE, SESSION, List.of(parts))));
  }

  private static ReplicaFetched.Part records(PartitionId partition) {
    ByteBuffer records = Batches.records(1);
    RecordBatch.at(records, 0).assignOffsets(0, EPOCH);
    return new ReplicaFetched.Part(
        partition, ErrorCode.NONE, 0, 0, ReplicaFetched.Diverged.NO, records);
  }

  private static ReplicaFetched.Part refusal(PartitionId partition) {
    return new ReplicaFetched.Part(
        partition, ErrorCode.UNKNOWN_LEADER_EPOCH, -1, -1, ReplicaFetched.Diverged.NO, NOTHING);
  }

  private void inTurn(Runnable task) {
    life.reactor().execute(task);
    pass(1);
  }

  private void pass(long ms) {
    world.advance(ms * 1_000_000);
  }
}
