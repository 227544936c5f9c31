package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.log.LogConfig;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.FollowerAnswer;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.follower.Wish;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A follower that has much to fetch of many partitions gets it in several answers. What did not
/// fit into one was forgotten until somebody wrote to that partition again: of one that rests, the
/// follower never came to be in sync.
class FullAnswerTest {

  private static final int EPOCH = 1;
  private static final long CONNECTION = 1;
  private static final long SECOND_NS = 1_000_000_000;
  private static final int BATCH_BYTES = 700;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final SimulatedReplica replica = new SimulatedReplica(1, world, LogConfig.DEFAULT, 1);

  @Test
  void whatDoesNotFitIntoOneAnswerIsInTheNext() {
    begin(2);

    assertThat(partitionsFetched(2, new ReplicaFetch.Limits(0, 1 << 20, 1_000))).hasSize(2);
  }

  @Test
  void aBatchLargerThanAPartitionMayTellIsInSomeAnswer() {
    begin(3);

    assertThat(partitionsFetched(3, new ReplicaFetch.Limits(0, 100, 1 << 20))).hasSize(3);
  }

  private void begin(int partitions) {
    var replicas = List.of(1, 2);
    var records = new ArrayList<MetadataRecord>();
    records.add(new MetadataRecord.TopicCreated(SimulatedReplica.TOPIC, "t"));
    records.add(
        new MetadataRecord.PartitionsAdded(
            SimulatedReplica.TOPIC,
            0,
            IntStream.range(0, partitions).mapToObj(each -> replicas).toList()));
    for (int i = 0; i < partitions; i++) {
      records.add(
          new MetadataRecord.PartitionChanged(
              SimulatedReplica.TOPIC,
              new PartitionImage(
                  i, 1, EPOCH, 1, replicas, List.of(), List.of(), List.of(1), List.of())));
    }
    now(() -> {
      replica.open(1, ReplicaPeers.NONE, InSyncProposals.NONE);
      replica.onRecords(records);
    });
    now(() -> IntStream.range(0, partitions).forEach(this::append));
  }

  private void append(int partition) {
    Partition leader = Objects.requireNonNull(here().find(SimulatedReplica.TOPIC, partition));
    ByteBuffer batch =
        BatchBuilder.plain().append(1, null, ByteBuffer.allocate(BATCH_BYTES)).build();
    leader.append(
        new Input.ClientAppend(batch, Acks.LEADER, Writer.CLIENT, 1_000_000, result -> {}));
  }

  private Partitions here() {
    return Objects.requireNonNull(replica.partitions);
  }

  private void now(Runnable what) {
    replica.life.reactor().execute(what);
    world.advance(SECOND_NS);
  }

  /// Of which partitions records come within as many answers as there are.
  private TreeSet<PartitionId> partitionsFetched(int partitions, ReplicaFetch.Limits limits) {
    var fetched = new TreeSet<PartitionId>();
    List<ReplicaFetch.Item> all =
        IntStream.range(0, partitions)
            .mapToObj(i ->
                new ReplicaFetch.Item(
                    new PartitionId(SimulatedReplica.TOPIC, i), new Wish(EPOCH, 0, -1, 0, 0)))
            .toList();
    int session = fetch(0, 0, limits, all, fetched);
    for (int epoch = 1; epoch < partitions; epoch++) {
      fetch(session, epoch, limits, List.of(), fetched);
    }
    return fetched;
  }

  private int fetch(
      int session,
      int epoch,
      ReplicaFetch.Limits limits,
      List<ReplicaFetch.Item> items,
      TreeSet<PartitionId> fetched) {
    var sessions = new ArrayList<Integer>();
    var request = new ReplicaFetch(session, epoch, 2, 7, limits, items, List.of());
    now(() ->
        here()
            .sessions()
            .fetch(
                request,
                CONNECTION,
                answer -> {
                  sessions.add(answer.sessionId());
                  take(answer, fetched);
                }));
    return sessions.getFirst();
  }

  private static void take(FollowerAnswer answer, TreeSet<PartitionId> fetched) {
    for (FollowerAnswer.Part part : answer.parts()) {
      if (part.slice() != null) {
        fetched.add(part.partition());
      }
    }
    answer.release();
  }
}
