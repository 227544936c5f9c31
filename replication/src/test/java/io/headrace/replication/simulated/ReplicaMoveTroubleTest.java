package io.headrace.replication.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Compaction;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.LogDirectory;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.RecordBatch;
import io.headrace.replication.Partition;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What goes wrong, or comes between, while a replica is moved from one directory to the other.
class ReplicaMoveTroubleTest {

  private static final String RATE = "replica.alter.log.dirs.io.max.bytes.per.second";
  private static final long SECOND_NS = 1_000_000_000;
  private static final int BATCH_BYTES = 10_000;
  private static final int BATCHES = 100;

  /// Keeps everything, and compacts what there is more than one of.
  private static final LogConfig COMPACTED =
      new LogConfig(
          100_000,
          604_800_000L,
          -1,
          -1,
          false,
          true,
          4096,
          1,
          Durability.FSYNC,
          new Compaction(0, Long.MAX_VALUE, 0.01, 0));

  private final List<AppendResult> results = new ArrayList<>();
  private SimulatedWorld world = new SimulatedWorld(1);
  private SimulatedReplica replica = new SimulatedReplica(1, world, LogConfig.DEFAULT, 1);

  /// Nobody else has it, so it stays where what is left can be read.
  @Test
  void aReplicaThatHasRottedStaysAndItIsToldOnce() {
    begin(LogConfig.DEFAULT);
    replica.rots = true;
    world.advance(20 * SECOND_NS);
    replica.machine.disk().flipBit(segment("/data"), 8L * (50 * BATCH_BYTES + 200));

    inTurn(() -> replica.moveTo(1));
    world.advance(20 * SECOND_NS);

    assertThat(directory(0).log(SimulatedReplica.PARTITION)).isSameAs(log());
    assertThat(directory(1).logs()).isEmpty();
    assertThat(directory(1).futures().iterator().next().endOffset()).isBetween(40L, 50L);
    assertThat(replica.troubles).filteredOn(each -> each.contains("cannot be copied")).hasSize(1);
    inTurn(() -> append("another"));
    world.advance(SECOND_NS);
    assertThat(log().endOffset()).isEqualTo(BATCHES + 1);
  }

  @Test
  void itWaitsForRoomSaysSoOnceAndGoesOnByItself() {
    begin(LogConfig.DEFAULT);
    var disk = replica.machine.disk();
    inTurn(() -> replica.moveTo(1));
    disk.capacityBytes(disk.usedBytes() + 20L * BATCH_BYTES);
    world.advance(10 * SECOND_NS);

    assertThat(directory(1).logs()).isEmpty();
    assertThat(replica.troubles).filteredOn(each -> each.contains("waits for room")).hasSize(1);
    assertThat(log().endOffset()).isEqualTo(BATCHES);

    disk.capacityBytes(Long.MAX_VALUE);
    world.advance(10 * SECOND_NS);
    assertThat(directory(1).log(SimulatedReplica.PARTITION)).isSameAs(log());
    assertThat(log().endOffset()).isEqualTo(BATCHES);
  }

  @Test
  void aCompactedReplicaIsLeftAloneUntilItHasMovedAndThenCompactedThere() {
    begin(COMPACTED);
    setRate("50000");
    List<ByteBuffer> before = batches();
    inTurn(() -> replica.moveTo(1));
    for (int i = 0; i < 10; i++) {
      inTurn(this::tick);
      world.advance(SECOND_NS);
    }
    assertThat(replica.movesEnded).isZero();
    setRate("1000000000");
    for (int i = 0; i < 1_000 && replica.movesEnded == 0; i++) {
      world.advance(SECOND_NS / 100);
    }
    assertThat(replica.movesEnded).isEqualTo(1);
    assertThat(batches()).isEqualTo(before);

    long wholeBytes = log().sizeBytes();
    for (int i = 0; i < 10; i++) {
      inTurn(this::tick);
      world.advance(SECOND_NS);
    }
    assertThat(directory(1).log(SimulatedReplica.PARTITION)).isSameAs(log());
    assertThat(log().sizeBytes()).isLessThan(wholeBytes / 2);
    assertThat(log().endOffset()).isEqualTo(BATCHES);
  }

  @Test
  void nothingIsLeftOfATopicThatIsDeletedOnTheWay() {
    begin(LogConfig.DEFAULT);
    setRate("100000");
    inTurn(() -> replica.moveTo(1));
    world.advance(SECOND_NS);
    assertThat(directory(1).futures()).hasSize(1);

    inTurn(
        () -> replica.onRecords(List.of(new MetadataRecord.TopicDeleted(SimulatedReplica.TOPIC))));
    world.advance(120 * SECOND_NS);
    inTurn(this::tick);
    world.advance(SECOND_NS);

    for (LogDirectory each : replica.directories) {
      assertThat(each.logs()).isEmpty();
      assertThat(each.futures()).isEmpty();
    }
    assertThat(replica.machine.disk().files())
        .noneMatch(file -> file.toString().contains(SimulatedReplica.TOPIC.toString()));
  }

  @Test
  void nothingIsCopiedOfAReplicaThatGoesToAnotherBrokerOnTheWay() {
    begin(LogConfig.DEFAULT);
    setRate("100000");
    inTurn(() -> replica.moveTo(1));
    world.advance(SECOND_NS);

    inTurn(() ->
        replica.onPartition(
            new PartitionImage(
                0, 2, 2, 2, List.of(2), List.of(), List.of(), List.of(2), List.of())));
    world.advance(20 * SECOND_NS);

    assertThat(directory(1).futures()).isEmpty();
    assertThat(directory(1).logs()).isEmpty();
    assertThat(replica.leader()).isNull();
  }

  @Test
  void aPowerCutInAnyCallOfAMoveLeavesOneLogWithEverything() {
    int ended = 0;
    for (int call = 1; call < 400 && ended == 0; call++) {
      world = new SimulatedWorld(call);
      begin(LogConfig.DEFAULT, 5);
      inTurn(() -> replica.moveTo(1));
      replica.machine.disk().crashInCall(call);
      world.advance(3 * SECOND_NS);
      ended = replica.movesEnded;
      replica.machine.disk().dontCrash();
      assertThat(replica.life.uncaught()).isNull();
      replica.machine.cutPower();
      replica.life = replica.machine.restart();
      open();
      inTurn(this::lead);
      world.advance(10 * SECOND_NS);

      assertThat(replica.directories.stream().flatMap(each -> each.logs().stream()))
          .as("call " + call)
          .containsExactly(log());
      assertThat(replica.directories.stream().flatMap(each -> each.futures().stream())).isEmpty();
      assertThat(log().endOffset()).as("call " + call).isEqualTo(5);
      assertThat(batches()).hasSize(5);
    }
    assertThat(ended).as("a move without a crash").isPositive();
  }

  private void begin(LogConfig config) {
    begin(config, BATCHES);
  }

  private void begin(LogConfig config, int batches) {
    replica = new SimulatedReplica(1, world, config, 1);
    replica.directoryCount = 2;
    open();
    inTurn(this::lead);
    world.advance(SECOND_NS);
    inTurn(() -> {
      for (int i = 0; i < batches; i++) {
        append("key " + i % 3);
      }
    });
    world.advance(SECOND_NS);
    assertThat(results).allMatch(each -> each instanceof AppendResult.Stored);
  }

  private void open() {
    inTurn(() -> replica.open(1, ReplicaPeers.NONE, InSyncProposals.NONE));
    world.advance(SECOND_NS / 100);
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
    world.advance(SECOND_NS / 100);
  }

  private void append(String key) {
    BatchBuilder batch =
        BatchBuilder.plain()
            .append(
                1_000_000, ByteBuffer.wrap(key.getBytes(UTF_8)), ByteBuffer.allocate(BATCH_BYTES));
    leader()
        .append(
            new Input.ClientAppend(
                batch.build(), Acks.LEADER, Writer.CLIENT, 1_000_000, results::add));
  }

  private void tick() {
    replica.directories.forEach(each -> each.tick(replica.machine.clock().wallMs()));
  }

  private List<ByteBuffer> batches() {
    List<ByteBuffer> batches = new ArrayList<>();
    try {
      for (long offset = log().startOffset(); offset < log().endOffset(); ) {
        LogSlice slice =
            Objects.requireNonNull(
                log().read(new ReadRequest(offset, log().endOffset(), 1 << 20, true)));
        ByteBuffer bytes = ByteBuffer.allocate(slice.bytes().length());
        slice.bytes().read(bytes, 0);
        slice.bytes().release();
        bytes.flip();
        for (int at = 0; at < bytes.limit(); ) {
          RecordBatch batch = RecordBatch.at(bytes, at);
          batches.add(batch.slice());
          at += batch.sizeInBytes();
        }
        offset = slice.endOffset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches;
  }

  private Path segment(String directory) {
    return replica
        .machine
        .disk()
        .files()
        .filter(file -> file.startsWith(directory) && file.toString().endsWith(".log"))
        .findFirst()
        .orElseThrow();
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
