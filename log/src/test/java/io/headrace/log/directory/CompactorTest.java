package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Compaction;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.log.ReadRequest;
import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactorTest {

  private static final long RETENTION_MS = 10_000;

  private final MemoryDisk disk = new MemoryDisk();
  private final TreeMap<String, String> expected = new TreeMap<>();
  private Node node;

  @BeforeEach
  void open() throws IOException {
    node = compacting(new Compaction(0, Long.MAX_VALUE, 0.1, RETENTION_MS)).open();
  }

  private Node compacting(Compaction settings) {
    Node made = new Node(disk);
    LogConfig some = LogConfig.DEFAULT;
    made.config =
        new LogConfig(
            2000, some.segmentMs(), -1, -1, false, true, 200, 0, some.durability(), settings);
    return made;
  }

  private void put(String key, String value) throws IOException {
    put(0, key, value);
  }

  private void put(int leaderEpoch, String key, String value) throws IOException {
    PartitionLog log = node.orders();
    log.append(
        BatchBuilder.plain()
            .baseOffset(log.endOffset())
            .partitionLeaderEpoch(leaderEpoch)
            .append(node.wallMs, utf8(key), value == null ? null : utf8(value))
            .build());
    node.turn();
    expected.put(key, value);
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private void compact() {
    node.directory.tick(node.wallMs);
    node.turn();
    node.runJobs();
  }

  /// Reads everything; returns how many records there are.
  private int read(TreeMap<String, String> last) throws IOException {
    PartitionLog log = node.orders();
    int records = 0;
    long next = log.startOffset();
    for (LogSlice slice = slice(log, next); slice != null; slice = slice(log, next)) {
      ByteBuffer bytes = Node.bytes(slice);
      for (int at = 0; at < bytes.limit(); ) {
        RecordBatch batch = RecordBatch.at(bytes, at);
        assertThat(batch.crcMatches()).isTrue();
        try (var cursor = RecordCursor.over(batch, 1 << 20)) {
          while (cursor.next()) {
            records++;
            String value =
                cursor.value() == null
                    ? null
                    : StandardCharsets.UTF_8.decode(cursor.value()).toString();
            last.put(StandardCharsets.UTF_8.decode(cursor.key()).toString(), value);
          }
        }
        at += batch.sizeInBytes();
      }
      next = slice.endOffset();
    }
    return records;
  }

  private static LogSlice slice(PartitionLog log, long offset) throws IOException {
    return log.read(new ReadRequest(offset, log.writtenEnd(), 700, true));
  }

  /// Whoever copies the log learns from the batches alone where each epoch began. Once he took an
  /// epoch for longer than it was, and would have let live what a former leader alone had of it.
  @Test
  void whereEachLeaderEpochBeganCanStillBeTold() throws IOException {
    for (int i = 0; i < 500; i++) {
      put(i < 100 ? 0 : 1, "key " + i % 7, "value " + i);
    }

    compact();

    var begins = new TreeMap<Integer, Long>();
    PartitionLog log = node.orders();
    long next = log.startOffset();
    for (LogSlice slice = slice(log, next); slice != null; slice = slice(log, next)) {
      ByteBuffer bytes = Node.bytes(slice);
      for (int at = 0; at < bytes.limit(); at += RecordBatch.sizeAt(bytes, at)) {
        RecordBatch batch = RecordBatch.at(bytes, at);
        begins.putIfAbsent(batch.partitionLeaderEpoch(), batch.baseOffset());
      }
      next = slice.endOffset();
    }
    assertThat(begins).containsExactly(entry(0, 0L), entry(1, 100L));
  }

  @Test
  void onlyTheLastRecordOfEachKeyStaysInClosedSegments() throws IOException {
    for (int i = 0; i < 500; i++) {
      put("key " + i % 7, "value " + i);
    }
    long end = node.orders().endOffset();

    compact();

    var last = new TreeMap<String, String>();
    assertThat(read(last)).isLessThan(50);
    assertThat(last).isEqualTo(expected);
    assertThat(node.orders().endOffset()).isEqualTo(end);
    assertThat(node.damages).isEmpty();
  }

  @Test
  void whatIsCompactedSurvivesARestart() throws IOException {
    for (int i = 0; i < 500; i++) {
      put("key " + i % 7, "value " + i);
    }
    compact();
    int records = read(new TreeMap<>());

    node = compacting(node.config.compaction()).open();

    var last = new TreeMap<String, String>();
    assertThat(read(last)).isEqualTo(records);
    assertThat(last).isEqualTo(expected);
    assertThat(node.damages).isEmpty();
  }

  @Test
  void aTombstoneStaysForItsRetentionAndThenGoes() throws IOException {
    put("gone", "value");
    put("gone", null);
    for (int i = 0; i < 100; i++) {
      put("key", "value " + i);
    }
    compact();
    var last = new TreeMap<String, String>();
    read(last);
    assertThat(last).containsEntry("gone", null);

    node.wallMs += RETENTION_MS + 1;
    for (int i = 0; i < 100; i++) {
      put("key", "later " + i);
    }
    compact();

    last.clear();
    read(last);
    assertThat(last).doesNotContainKey("gone").hasSize(1);
  }

  @Test
  void recordsYoungerThanTheMinimumLagAreLeftAlone() throws IOException {
    node = compacting(new Compaction(60_000, Long.MAX_VALUE, 0.1, RETENTION_MS)).open();
    for (int i = 0; i < 200; i++) {
      put("key", "value " + i);
    }
    compact();
    assertThat(read(new TreeMap<>())).isEqualTo(200);

    node.wallMs += 60_001;
    compact();

    assertThat(read(new TreeMap<>())).isLessThan(40);
  }

  @Test
  void recordsOlderThanTheMaximumLagAreCompactedThoughFewAreDirty() throws IOException {
    node = compacting(new Compaction(0, 60_000, 1.0, RETENTION_MS)).open();
    for (int i = 0; i < 100; i++) {
      put("key", "value " + i);
    }
    compact();
    int compacted = read(new TreeMap<>());
    for (int i = 0; i < 100; i++) {
      put("key", "later " + i);
    }
    compact();
    assertThat(read(new TreeMap<>())).isGreaterThanOrEqualTo(100);

    node.wallMs += 60_001;
    compact();

    assertThat(read(new TreeMap<>())).isLessThan(compacted + 40);
  }

  @Test
  void aDamagedSegmentIsLeftAsItIsSaidOnceAndTheOthersAreCompacted() throws IOException {
    for (int i = 0; i < 500; i++) {
      put("key " + i % 7, "value " + i);
    }
    Path first = Node.DATA.resolve(Node.ORDERS.toString()).resolve("00000000000000000000.log");
    disk.bytes(first)[500] ^= 1;
    byte[] damaged = disk.bytes(first).clone();

    compact();
    node.pass(1_000);
    compact();
    node.pass(1_000);
    compact();

    assertThat(node.damages).hasSize(1);
    assertThat(node.damages.getFirst().cause()).contains(first.toString());
    assertThat(disk.bytes(first)).isEqualTo(damaged);
    assertThat(node.orders().sizeBytes()).isLessThan(damaged.length + 5_000);
  }

  @Test
  void tombstonesStayWhileADamagedSegmentMayHoldWhatTheyDelete() throws IOException {
    put("gone", "value");
    for (int i = 0; i < 30; i++) {
      put("key", "value " + i);
    }
    put("gone", null);
    for (int i = 0; i < 100; i++) {
      put("key", "value " + i);
    }
    Path first = Node.DATA.resolve(Node.ORDERS.toString()).resolve("00000000000000000000.log");
    disk.bytes(first)[500] ^= 1;
    for (int run = 0; run < 4; run++) {
      compact();
      node.pass(RETENTION_MS);
      put("key", "later " + run);
    }
    long tombstone = 31;

    assertThat(Node.readAll(node.orders(), tombstone, 700)).contains(tombstone);
  }

  @Test
  void theLastBatchOfAProducerIsKeptThoughItIsEmpty() throws IOException {
    PartitionLog log = node.orders();
    log.append(
        BatchBuilder.plain()
            .producer(5, (short) 0, 41)
            .append(node.wallMs, utf8("key"), utf8("value"))
            .build());
    for (int i = 0; i < 100; i++) {
      put("key", "value " + i);
    }
    compact();

    assertThat(log.producerStates().check(5, (short) 0, 41, 41))
        .isEqualTo(new Verdict.Duplicate(0, node.wallMs));
    RecordBatch first = RecordBatch.at(Node.bytes(slice(log, 0)), 0);
    assertThat(first.recordCount()).isZero();
    assertThat(first.lastSequence()).isEqualTo(41);
  }
}
