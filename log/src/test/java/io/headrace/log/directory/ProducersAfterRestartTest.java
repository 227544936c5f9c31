package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// An idempotent producer that repeats its last batch is told so, whatever restarts and deletions
/// came between. As in Kafka: deleting records does not make their producers unknown.
class ProducersAfterRestartTest {

  private static final long PRODUCER = 77;
  private static final int EPOCH = 3;

  private final MemoryDisk disk = new MemoryDisk();
  private Node node;
  private PartitionLog log;

  private void start(LogConfig config) throws IOException {
    node = new Node(disk);
    node.config = config;
    node.open();
    log = node.orders();
  }

  /// One record, whose sequence number is its offset.
  private void append() {
    append(node.wallMs);
  }

  private void append(long timestampMs) {
    log.append(
        BatchBuilder.plain()
            .baseOffset(log.endOffset())
            .partitionLeaderEpoch(EPOCH)
            .producer(PRODUCER, (short) 0, (int) log.endOffset())
            .append(timestampMs, null, ByteBuffer.wrap(new byte[50]))
            .build());
    node.turn();
  }

  private void deleteAll() {
    log.deleteBefore(log.endOffset(), failure -> assertThat(failure).isNull());
    node.turn();
  }

  private Verdict repeated() {
    int sequence = (int) log.endOffset() - 1;
    return log.producerStates().check(PRODUCER, (short) 0, sequence, sequence);
  }

  private long segmentFiles() {
    return disk.list(Node.DATA.resolve(Node.ORDERS.toString())).stream()
        .filter(name -> name.endsWith(".log"))
        .count();
  }

  /// As in Kafka (KIP-664). It was the wall clock, which no two replicas agree on; a producer is
  /// still forgotten by that, so that old records do not make theirs unknown.
  @Test
  void theLastTimestampIsThatOfTheLastBatchAlsoAfterARestart() throws IOException {
    start(Node.segmentsOf(200));
    append(7_000);
    append(5_000);
    assertThat(log.producerStates().active().getFirst().lastTimestampMs()).isEqualTo(5_000);

    start(Node.segmentsOf(200));

    assertThat(log.producerStates().active().getFirst().lastTimestampMs()).isEqualTo(5_000);
  }

  /// What a crash leaves in the page cache alone the restart keeps; neither journal nor checkpoint
  /// speak of it. When it was deleted before the first checkpoint, the next restart had forgotten
  /// its producer: seed 2656 of [LogCrashTest].
  @Test
  void aTailThatOneRestartKeptIsRememberedByTheNextThoughItWasDeleted() throws IOException {
    start(Node.segmentsOf(200));
    append();
    node.syncsHeld = true;
    append();
    append();
    start(Node.segmentsOf(200));
    deleteAll();

    start(Node.segmentsOf(200));

    assertThat(log.startOffset()).isEqualTo(3).isEqualTo(log.endOffset());
    assertThat(repeated()).isInstanceOf(Verdict.Duplicate.class);
    assertThat(log.leaderEpochs().latest()).isEqualTo(EPOCH);
    assertThat(node.damages).isEmpty();
  }

  /// Recovery itself once deleted what lay below the start, before there was a checkpoint.
  @Test
  void andByTheOneAfterThat() throws IOException {
    start(Node.segmentsOf(200));
    node.syncsHeld = true;
    append();
    append();
    append();
    start(Node.segmentsOf(200));
    deleteAll();
    start(Node.segmentsOf(200));

    start(Node.segmentsOf(200));

    assertThat(repeated()).isInstanceOf(Verdict.Duplicate.class);
    node.runJobs();
    assertThat(segmentFiles()).isZero();
  }

  @Test
  void itsFilesGoWhenACheckpointKnowsItsProducers() throws IOException {
    start(Node.segmentsOf(200));
    node.syncsHeld = true;
    append();
    append();
    append();
    start(Node.segmentsOf(200));
    deleteAll();
    assertThat(segmentFiles()).isPositive();

    node.runJobs();

    assertThat(segmentFiles()).isZero();
    start(Node.segmentsOf(200));
    assertThat(repeated()).isInstanceOf(Verdict.Duplicate.class);
  }

  @Test
  void whatIsWrittenWithoutTheJournalIsRememberedThoughItWasDeleted() throws IOException {
    LogConfig some = Node.segmentsOf(200);
    var memory =
        new LogConfig(
            some.segmentBytes(),
            some.segmentMs(),
            -1,
            -1,
            true,
            false,
            some.indexIntervalBytes(),
            0,
            Durability.MEMORY,
            some.compaction());
    start(memory);
    node.runJobs();
    append();
    append();
    append();
    deleteAll();

    start(memory);

    assertThat(log.startOffset()).isEqualTo(3);
    assertThat(repeated()).isInstanceOf(Verdict.Duplicate.class);
  }

  @Test
  void aLogMadeAgainKeepsItsFilesWhenThoseOfTheOldOneWereToGo() throws IOException {
    start(Node.segmentsOf(200));
    node.syncsHeld = true;
    append();
    start(Node.segmentsOf(200));
    deleteAll();
    node.directory.delete(Node.ORDERS);
    log = node.create(Node.ORDERS);
    append();

    node.runJobs();

    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L);
    start(Node.segmentsOf(200));
    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L);
  }
}
