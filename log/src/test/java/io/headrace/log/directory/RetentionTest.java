package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Compaction;
import io.headrace.log.PartitionLog;
import io.headrace.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Which segments go by `retention.ms` and `retention.bytes`, as in Kafka. Two batches of one
/// record make a segment here.
class RetentionTest {

  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;
  private static final long FOR_EVER = -1;
  private static final long WITHOUT_LIMIT = -1;
  private static final int TWO_BATCHES = 200;

  private final MemoryDisk disk = new MemoryDisk();
  private final Node node = new Node(disk);
  private PartitionLog log;

  private void open(long retentionMs, long retentionBytes) throws IOException {
    open(config(retentionMs, retentionBytes, false));
  }

  private void open(LogConfig config) throws IOException {
    node.config = config;
    node.open();
    log = node.orders();
  }

  private static LogConfig config(long retentionMs, long retentionBytes, boolean compact) {
    LogConfig some = LogConfig.DEFAULT;
    return new LogConfig(
        TWO_BATCHES,
        some.segmentMs(),
        retentionMs,
        retentionBytes,
        true,
        compact,
        200,
        0,
        some.durability(),
        new Compaction(0, Long.MAX_VALUE, 0.01, 0));
  }

  private void append(long timestampMs) {
    log.append(Node.batch(log, timestampMs, "value"));
    node.turn();
  }

  private void tick() {
    node.directory.tick(node.wallMs);
    node.turn();
    node.runJobs();
  }

  private long segmentFiles() {
    return disk.list(Node.DATA.resolve(Node.ORDERS.toString())).stream()
        .filter(name -> name.endsWith(".log"))
        .count();
  }

  @Test
  void aSegmentGoesWhenItsLargestTimestampIsTooOld() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    long old = node.wallMs - DAY_MS;
    append(old);
    append(old);
    append(node.wallMs); // a younger record, followed by an old one
    append(old);
    append(node.wallMs);
    tick();

    assertThat(log.startOffset()).isEqualTo(2);
    node.wallMs += HOUR_MS;
    tick();
    assertThat(log.startOffset()).as("exactly as old as allowed").isEqualTo(2);
    node.wallMs++;
    tick();
    assertThat(log.startOffset()).isEqualTo(5);
  }

  @Test
  void aYoungSegmentKeepsThoseBehindIt() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs);
    append(node.wallMs);
    append(node.wallMs - DAY_MS);
    append(node.wallMs - DAY_MS);
    tick();

    assertThat(log.startOffset()).isZero();
    assertThat(segmentFiles()).isEqualTo(2);
  }

  @Test
  void theActiveSegmentGoesTooAndTheNextAppendBeginsAnother() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs);
    node.wallMs += HOUR_MS + 1;
    tick();

    assertThat(log.startOffset()).isEqualTo(1);
    assertThat(log.endOffset()).isEqualTo(1);
    assertThat(log.sizeBytes()).isZero();
    assertThat(segmentFiles()).isZero();
    append(node.wallMs);
    assertThat(Node.readAll(log, 1, 1 << 20)).containsExactly(1L);
  }

  @Test
  void aTimestampInTheFutureKeepsItsSegmentUntilItHasPassed() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs + DAY_MS);
    append(node.wallMs);
    node.wallMs += DAY_MS;
    tick();
    assertThat(log.startOffset()).isZero();

    node.wallMs += HOUR_MS + 1;
    tick();
    assertThat(log.startOffset()).isEqualTo(2);
  }

  @Test
  void withLogAppendTimeTheTimeOfTheAppendCounts() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    log.append(
        BatchBuilder.plain()
            .baseOffset(0)
            .partitionLeaderEpoch(0)
            .logAppendTime(node.wallMs)
            .append(node.wallMs - DAY_MS, null, ByteBuffer.wrap(new byte[1]))
            .build());
    node.turn();
    node.wallMs += HOUR_MS;
    tick();
    assertThat(log.startOffset()).isZero();

    node.wallMs++;
    tick();
    assertThat(log.startOffset()).isEqualTo(1);
  }

  @Test
  void nothingGoesWhenRetentionIsForEver() throws IOException {
    open(FOR_EVER, WITHOUT_LIMIT);
    append(0);
    append(1);
    append(2);
    node.wallMs += 10_000 * DAY_MS;
    tick();

    assertThat(log.startOffset()).isZero();
  }

  @Test
  void oldRecordsGoAtTheIntervalAndNotBefore() throws IOException {
    node.settings = node.settings.withRetentionCheckNs(300_000_000_000L);
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs - DAY_MS);
    node.wallMs += 15_000;
    tick();
    assertThat(log.startOffset()).as("sooner after the start").isZero();

    node.wallMs += 15_000;
    tick();
    assertThat(log.startOffset()).as("half a minute after the start").isEqualTo(1);

    append(node.wallMs - DAY_MS);
    node.wallMs += 299_000;
    tick();
    assertThat(log.startOffset()).as("just before the next time").isEqualTo(1);

    node.wallMs += 1000;
    tick();
    assertThat(log.startOffset()).as("at the next time").isEqualTo(2);
  }

  @Test
  void onAFullDiskOldRecordsGoBeforeTheIntervalIsOver() throws IOException {
    node.settings = node.settings.withRetentionCheckNs(300_000_000_000L);
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs - DAY_MS);
    disk.leaveRoom(0);
    append(node.wallMs);
    assertThat(log.endOffset()).as("refused").isEqualTo(1);

    tick();

    assertThat(log.startOffset()).isEqualTo(1);
  }

  @Test
  void aClockThatJumpsForthAndBackDeletesNothingEarly() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs);
    node.directory.tick(node.wallMs + 10 * DAY_MS);
    node.turn();
    assertThat(log.startOffset()).as("after a jump forward").isZero();

    node.directory.tick(node.wallMs - 10 * DAY_MS);
    node.wallMs += HOUR_MS;
    node.directory.tick(node.wallMs - 10 * DAY_MS);
    node.turn();
    assertThat(log.startOffset()).as("after a jump back").isZero();

    tick();
    assertThat(log.startOffset()).as("when the clock is right again").isZero();
  }

  @Test
  void afterAJumpBackTheOldGoesWhenTheClockHasCaughtUp() throws IOException {
    open(HOUR_MS, WITHOUT_LIMIT);
    append(node.wallMs);
    node.directory.tick(node.wallMs - HOUR_MS);
    node.wallMs += HOUR_MS + 1;
    tick();

    assertThat(log.startOffset()).isEqualTo(1);
  }

  @Test
  void whatIsLeftIsNeverLessThanRetentionBytes() throws IOException {
    open(FOR_EVER, WITHOUT_LIMIT);
    for (int i = 0; i < 10; i++) {
      append(node.wallMs);
    }
    long segmentBytes = log.sizeBytes() / 5;
    for (long retentionBytes = log.sizeBytes() + 1; retentionBytes > 0; retentionBytes -= 7) {
      long before = log.sizeBytes();
      log.configure(config(FOR_EVER, retentionBytes, false));
      tick();
      assertThat(log.sizeBytes())
          .as("of %d bytes, retention.bytes=%d", before, retentionBytes)
          .isBetween(Math.min(before, retentionBytes), retentionBytes + segmentBytes)
          .matches(bytes -> bytes % segmentBytes == 0, "whole segments");
    }
    assertThat(log.startOffset()).isEqualTo(8);
  }

  /// Kafka takes `retention.bytes=0` at its word.
  @Test
  void noByteIsLeftWhenNoneIsToBeKept() throws IOException {
    open(FOR_EVER, 0);
    append(node.wallMs);
    append(node.wallMs);
    append(node.wallMs);
    tick();

    assertThat(log.startOffset()).isEqualTo(3);
    assertThat(log.sizeBytes()).isZero();
  }

  @Test
  void whicheverOfTimeAndSizeAllowsMoreToGoCounts() throws IOException {
    open(HOUR_MS, TWO_BATCHES);
    append(node.wallMs - DAY_MS);
    append(node.wallMs - DAY_MS);
    for (int i = 0; i < 6; i++) {
      append(node.wallMs);
    }
    tick();
    assertThat(log.startOffset()).as("size, beyond what is old").isEqualTo(4);

    node.wallMs += HOUR_MS + 1;
    tick();
    assertThat(log.startOffset()).as("time, below retention.bytes").isEqualTo(8);
  }

  /// A segment of which compaction had left nothing once kept all behind it for ever.
  @Test
  void aCompactedTopicCanBeDeletedFromToo() throws IOException {
    open(config(HOUR_MS, WITHOUT_LIMIT, true));
    long old = node.wallMs - DAY_MS;
    delete(old, "gone");
    delete(old, "gone too");
    for (int i = 0; i < 5; i++) {
      delete(node.wallMs, "same");
    }
    tick();
    tick();

    assertThat(log.startOffset()).as("by time").isEqualTo(2);
    assertThat(Node.readAll(log, 2, 1 << 20))
        .as("by compaction, which leaves an empty batch where the epoch begins")
        .contains(2L, 6L)
        .doesNotContain(3L, 4L);
    node.wallMs += HOUR_MS + 1;
    tick();
    assertThat(log.startOffset()).isEqualTo(7);
    assertThat(segmentFiles()).isZero();
    assertThat(node.damages).isEmpty();
  }

  private void delete(long timestampMs, String key) {
    log.append(
        BatchBuilder.plain()
            .baseOffset(log.endOffset())
            .partitionLeaderEpoch(0)
            .append(timestampMs, ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)), null)
            .build());
    node.turn();
  }
}
