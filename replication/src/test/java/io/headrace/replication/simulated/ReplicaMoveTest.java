package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.Partition;
import io.headrace.replication.follower.ReplicaPeers;
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

/// A replica that its broker leads, and two directories.
class ReplicaMoveTest {

  private static final String RATE = "replica.alter.log.dirs.io.max.bytes.per.second";
  private static final long SECOND_NS = 1_000_000_000;
  private static final long LOOK_NS = 10_000_000;
  private static final int BATCH_BYTES = 10_000;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final SimulatedReplica replica = new SimulatedReplica(1, world, LogConfig.DEFAULT, 1);
  private final List<AppendResult> results = new ArrayList<>();

  ReplicaMoveTest() {
    replica.directoryCount = 2;
  }

  @Test
  void whoAppendsMeanwhileIsAnsweredInOrder() {
    begin();
    inTurn(() -> replica.moveTo(1));
    int appended = 0;
    while (directory(1).logs().isEmpty() && appended < 1_000) {
      inTurn(() -> append(1));
      appended++;
      world.advance(LOOK_NS / 5);
    }
    inTurn(() -> append(1));
    world.advance(SECOND_NS);

    assertThat(directory(1).log(SimulatedReplica.PARTITION)).isSameAs(log());
    assertThat(results).hasSize(appended + 1);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i)).isInstanceOf(AppendResult.Stored.class);
      assertThat(((AppendResult.Stored) results.get(i)).baseOffset()).isEqualTo(i);
    }
    assertThat(log().endOffset()).isEqualTo(appended + 1);
    assertThat(directory(0).logs()).isEmpty();
  }

  /// The first batch is there, but only the end of it can be read.
  @Test
  void whatWasDeletedStaysSo() {
    begin();
    inTurn(() -> {
      append(5);
      append(5);
      append(5);
    });
    world.advance(SECOND_NS);
    inTurn(
        () -> leader().deleteBefore(7, outcome -> assertThat(outcome).isEqualTo(ErrorCode.NONE)));
    world.advance(SECOND_NS);
    inTurn(() -> replica.moveTo(1));
    world.advance(SECOND_NS);

    assertThat(directory(1).log(SimulatedReplica.PARTITION)).isSameAs(log());
    assertThat(log().startOffset()).isEqualTo(7);
    assertThat(log().endOffset()).isEqualTo(15);
  }

  @Test
  void itIsCopiedNoFasterThanItsRate() {
    begin();
    setRate("1000000");
    fill(300);
    long beganNs = world.nowNs();
    inTurn(() -> replica.moveTo(1));
    while (directory(1).logs().isEmpty() && world.nowNs() < beganNs + 20 * SECOND_NS) {
      world.advance(LOOK_NS);
    }

    assertThat(world.nowNs() - beganNs).isBetween(22 * SECOND_NS / 10, 35 * SECOND_NS / 10);
  }

  @Test
  void askingForThePlaceWhereItIsEndsTheMove() {
    begin();
    setRate("100000");
    fill(100);
    inTurn(() -> replica.moveTo(1));
    world.advance(SECOND_NS);
    assertThat(directory(1).futures()).hasSize(1);
    inTurn(() -> replica.moveTo(0));
    world.advance(20 * SECOND_NS);

    assertThat(directory(1).futures()).isEmpty();
    assertThat(directory(0).log(SimulatedReplica.PARTITION)).isSameAs(log());
  }

  @Test
  void itGoesOnAfterARestart() {
    begin();
    setRate("100000");
    fill(100);
    inTurn(() -> replica.moveTo(1));
    world.advance(3 * SECOND_NS);
    long copied = directory(1).futures().iterator().next().endOffset();
    replica.machine.cutPower();
    replica.life = replica.machine.restart();
    open();
    assertThat(copied).isPositive();
    assertThat(directory(1).futures().iterator().next().endOffset()).isEqualTo(copied);
    inTurn(this::lead);
    world.advance(SECOND_NS);

    assertThat(directory(1).log(SimulatedReplica.PARTITION)).isNotNull();
    assertThat(log().endOffset()).isEqualTo(100);
  }

  @Test
  void theDirectoryOfOneThatIsNotThereYetIsKeptInMind() {
    open();
    var name = new TopicPartition("t", 0);
    inTurn(() -> {
      var logs = Objects.requireNonNull(replica.partitions).logs();
      assertThat(logs.move(name, null, directory(1)))
          .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      lead();
    });
    world.advance(SECOND_NS);

    assertThat(directory(1).log(SimulatedReplica.PARTITION)).isSameAs(log());
  }

  private void begin() {
    open();
    inTurn(this::lead);
    world.advance(LOOK_NS);
  }

  private void open() {
    inTurn(() -> replica.open(1, ReplicaPeers.NONE, InSyncProposals.NONE));
    world.advance(LOOK_NS);
  }

  private void lead() {
    replica.onPartition(
        new PartitionImage(0, 1, 1, 1, List.of(1), List.of(), List.of(), List.of(1), List.of()));
  }

  private void setRate(String rate) {
    inTurn(() ->
        replica.onRecords(
            List.of(
                new MetadataRecord.ConfigChanged(
                    new ConfigResource(Type.BROKER, ""), RATE, rate))));
  }

  private void fill(int batches) {
    inTurn(() -> {
      for (int i = 0; i < batches; i++) {
        append(1);
      }
    });
    world.advance(SECOND_NS);
  }

  private void append(int records) {
    BatchBuilder batch = BatchBuilder.plain();
    for (int i = 0; i < records; i++) {
      batch.append(1_000_000, null, ByteBuffer.allocate(BATCH_BYTES / records));
    }
    leader()
        .append(
            new Input.ClientAppend(
                batch.build(), Acks.LEADER, Writer.CLIENT, 1_000_000, results::add));
  }

  private void inTurn(Runnable task) {
    replica.life.reactor().execute(task);
  }

  private Partition leader() {
    return Objects.requireNonNull(replica.leader());
  }

  private PartitionLog log() {
    return leader().log();
  }

  private LogDirectory directory(int number) {
    return replica.directories.get(number);
  }
}
