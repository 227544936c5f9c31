package io.headrace.record;

import static io.headrace.record.TestRecords.NOW_MS;
import static io.headrace.record.TestRecords.bytes;
import static io.headrace.record.TestRecords.seal;
import static io.headrace.record.TestRecords.threeRecords;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.headrace.record.BatchRules.Depth;
import io.headrace.record.BatchRules.Keys;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.BatchVerdict.Accepted;
import io.headrace.record.BatchVerdict.Refused;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCheckTest {

  private static final BatchRules RULES = BatchRules.DEFAULT;

  private final BatchCheck check = new BatchCheck();

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aSoundBatchIsAccepted(Compression compression) {
    BatchVerdict verdict = check.check(threeRecords(compression), RULES, NOW_MS);

    assertThat(verdict).isEqualTo(new Accepted(NOW_MS + 2));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyFlippedBitIsDetected(Compression compression) {
    ByteBuffer batch = threeRecords(compression);
    for (int bit = RecordBatch.LENGTH_AT * 8; bit < batch.limit() * 8; bit++) {
      if (bit / 8 >= RecordBatch.PARTITION_LEADER_EPOCH_AT && bit / 8 < RecordBatch.MAGIC_AT) {
        continue;
      }
      byte before = batch.get(bit / 8);
      batch.put(bit / 8, (byte) (before ^ (1 << (bit % 8))));
      assertThat(check.check(batch, RULES, NOW_MS)).as("bit %d", bit).isInstanceOf(Refused.class);
      assertThat(BatchCheck.headerDefectAt(batch)).as("bit %d", bit).isNotNull();
      batch.put(bit / 8, before);
    }
  }

  @Test
  void aBatchThatIsCutOffIsRefused() {
    ByteBuffer batch = threeRecords(Compression.NONE);
    for (int limit = 0; limit < batch.capacity(); limit++) {
      refused(batch.limit(limit), BatchDefect.TRUNCATED);
    }
  }

  @Test
  void exactlyOneBatchIsTaken() {
    ByteBuffer one = threeRecords(Compression.NONE);
    ByteBuffer two = ByteBuffer.allocate(2 * one.limit()).put(one.duplicate()).put(one).flip();

    refused(two, BatchDefect.MORE_THAN_ONE_BATCH);
  }

  @Test
  void oldAndUnknownMagicsAreToldApart() {
    refused(threeRecords(Compression.NONE).put(16, (byte) 0), BatchDefect.OLD_MAGIC);
    refused(threeRecords(Compression.NONE).put(16, (byte) 1), BatchDefect.OLD_MAGIC);
    refused(threeRecords(Compression.NONE).put(16, (byte) 3), BatchDefect.UNKNOWN_MAGIC);
  }

  @Test
  void aLengthBelowAHeaderIsRefused() {
    refused(threeRecords(Compression.NONE).putInt(8, 48), BatchDefect.BAD_LENGTH);
    refused(threeRecords(Compression.NONE).putInt(8, -1), BatchDefect.BAD_LENGTH);
  }

  @Test
  void countsMustAgree() {
    refused(tampered(RecordBatch.RECORD_COUNT_AT, 4), BatchDefect.COUNT_MISMATCH);
    refused(tampered(RecordBatch.LAST_OFFSET_DELTA_AT, -1), BatchDefect.COUNT_MISMATCH);
    refused(tampered(RecordBatch.RECORD_COUNT_AT, 0), BatchDefect.NO_RECORDS);
    refused(tampered(RecordBatch.RECORD_COUNT_AT, -1), BatchDefect.NO_RECORDS);
    refused(tampered(RecordBatch.RECORD_COUNT_AT, Integer.MIN_VALUE), BatchDefect.NO_RECORDS);
  }

  @Test
  void moreRecordsAnnouncedThanThereAreIsRefusedAtTheFirstMissing() {
    ByteBuffer batch = threeRecords(Compression.NONE);
    batch.putInt(RecordBatch.RECORD_COUNT_AT, 4).putInt(RecordBatch.LAST_OFFSET_DELTA_AT, 3);

    assertThat(check.check(seal(batch), RULES, NOW_MS))
        .isEqualTo(new Refused(BatchDefect.BAD_VARINT, List.of(3)));
  }

  @Test
  void fewerRecordsAnnouncedThanThereAreIsRefused() {
    ByteBuffer batch = threeRecords(Compression.ZSTD);
    batch.putInt(RecordBatch.RECORD_COUNT_AT, 2).putInt(RecordBatch.LAST_OFFSET_DELTA_AT, 1);

    refused(seal(batch), BatchDefect.TRAILING_BYTES);
  }

  @Test
  void offsetsMustBeConsecutive() {
    var gap = BatchBuilder.plain().append(NOW_MS, null, null);
    gap.appendAt(2, NOW_MS, null, null, List.of());
    ByteBuffer batch = gap.build().putInt(RecordBatch.LAST_OFFSET_DELTA_AT, 1);

    assertThat(check.check(seal(batch), RULES, NOW_MS))
        .isEqualTo(new Refused(BatchDefect.BAD_OFFSET_DELTA, List.of(1)));
  }

  @Test
  void unknownCodecsAndAttributesAreRefused() {
    refused(attributes(5), BatchDefect.UNKNOWN_COMPRESSION);
    refused(attributes(RecordBatch.DELETE_HORIZON_BIT), BatchDefect.UNKNOWN_ATTRIBUTES);
    refused(attributes(0x80), BatchDefect.UNKNOWN_ATTRIBUTES);
  }

  @Test
  void onlyTheBrokerWritesControlBatches() {
    ByteBuffer marker =
        new ControlRecord(ControlRecord.Type.ABORT, 1).toBatch(5, (short) 0, NOW_MS);

    refused(marker, BatchDefect.CONTROL_NOT_ALLOWED);
    accepted(marker, RULES.withWriter(Writer.BROKER).withKeys(Keys.REQUIRED));
  }

  @Test
  void aTransactionalBatchNeedsATransactionalRequest() {
    ByteBuffer batch =
        BatchBuilder.plain()
            .producer(5, (short) 0, 0)
            .transactional()
            .append(NOW_MS, null, null)
            .build();

    refused(batch, BatchDefect.TRANSACTIONAL_NOT_ALLOWED);
    accepted(batch, RULES.withWriter(Writer.TRANSACTIONAL_CLIENT));
  }

  @Test
  void aProducerIdNeedsEpochAndSequence() {
    refused(producer(5, (short) -1, 0), BatchDefect.BAD_PRODUCER_FIELDS);
    refused(producer(5, (short) 0, -1), BatchDefect.BAD_PRODUCER_FIELDS);
    accepted(producer(5, (short) 0, 0), RULES);
    accepted(producer(-1, (short) -1, -1), RULES);
  }

  @Test
  void clientsDoNotSetTheLogsAppendTime() {
    ByteBuffer batch =
        BatchBuilder.plain().logAppendTime(NOW_MS).append(NOW_MS, null, null).build();

    refused(batch, BatchDefect.LOG_APPEND_TIME_NOT_ALLOWED);
  }

  @Test
  void aLyingMaxTimestampIsFoundOut() {
    ByteBuffer batch = threeRecords(Compression.SNAPPY);
    batch.putLong(RecordBatch.MAX_TIMESTAMP_AT, Long.MAX_VALUE);

    var verdict = (Accepted) check.check(seal(batch), RULES, NOW_MS);

    assertThat(verdict.maxTimestamp()).isEqualTo(NOW_MS + 2);
  }

  @Test
  void timestampsOutsideOfTheLimitsAreRefusedByRecord() {
    var rules =
        new BatchRules(
            TimestampType.CREATE_TIME,
            1_000,
            1_000,
            Keys.OPTIONAL,
            Writer.CLIENT,
            1 << 20,
            Depth.RECORDS);

    assertThat(timestamps(rules, NOW_MS - 1_000, NOW_MS + 1_000, -1)).isInstanceOf(Accepted.class);
    assertThat(timestamps(rules, NOW_MS, NOW_MS - 1_001))
        .isEqualTo(new Refused(BatchDefect.TIMESTAMP_TOO_OLD, List.of(1)));
    assertThat(timestamps(rules, NOW_MS, NOW_MS, NOW_MS + 1_001))
        .isEqualTo(new Refused(BatchDefect.TIMESTAMP_TOO_NEW, List.of(2)));
    assertThat(timestamps(rules, -2))
        .isEqualTo(new Refused(BatchDefect.NEGATIVE_TIMESTAMP, List.of(0)));
    assertThat(timestamps(rules.withTimestampType(TimestampType.LOG_APPEND_TIME), 0, NOW_MS * 2))
        .isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void byTheHeaderAloneRecordsAreNotLookedAt(Compression compression) {
    ByteBuffer batch = threeRecords(compression);
    for (int at = RecordBatch.HEADER_BYTES; at < batch.limit(); at++) {
      batch.put(at, (byte) 0xFF);
    }
    seal(batch);

    assertThat(check.check(batch, RULES, NOW_MS)).isInstanceOf(Refused.class);
    accepted(batch, RULES.withDepth(Depth.HEADER));
  }

  @Test
  void byTheHeaderAloneChecksumCountsAndTimestampsAreStillChecked() {
    var rules =
        new BatchRules(
            TimestampType.CREATE_TIME,
            1_000,
            1_000,
            Keys.OPTIONAL,
            Writer.CLIENT,
            1 << 20,
            Depth.HEADER);
    ByteBuffer flipped = threeRecords(Compression.NONE);
    flipped.put(flipped.limit() - 1, (byte) ~flipped.get(flipped.limit() - 1));

    refused(flipped, rules, BatchDefect.CRC_MISMATCH);
    refused(tampered(RecordBatch.RECORD_COUNT_AT, 4), rules, BatchDefect.COUNT_MISMATCH);
    assertThat(timestamps(rules, NOW_MS - 1_000, NOW_MS + 1_000)).isInstanceOf(Accepted.class);
    assertThat(timestamps(rules, NOW_MS - 1_001, NOW_MS))
        .isEqualTo(Refused.whole(BatchDefect.TIMESTAMP_TOO_OLD));
    assertThat(timestamps(rules, NOW_MS, NOW_MS + 1_001))
        .isEqualTo(Refused.whole(BatchDefect.TIMESTAMP_TOO_NEW));
  }

  @Test
  void compactedTopicsTakeNoRecordWithoutAKey() {
    ByteBuffer batch =
        BatchBuilder.plain().append(0, bytes("k"), null).append(0, null, bytes("v")).build();

    assertThat(check.check(batch, RULES.withKeys(Keys.REQUIRED), NOW_MS))
        .isEqualTo(new Refused(BatchDefect.MISSING_KEY, List.of(1)));
  }

  @Test
  void allRecordsWithTheDefectOfTheFirstAreNamed() {
    ByteBuffer batch =
        BatchBuilder.plain()
            .append(0, null, bytes("a"))
            .append(0, bytes("k"), bytes("b"))
            .append(0, null, bytes("c"))
            .build();

    assertThat(check.check(batch, RULES.withKeys(Keys.REQUIRED), NOW_MS))
        .isEqualTo(new Refused(BatchDefect.MISSING_KEY, List.of(0, 2)));
  }

  @Test
  void noMoreRecordsAreNamedThanAnAnswerShouldHold() {
    var builder = BatchBuilder.plain();
    for (int i = 0; i < Refused.MAX_RECORDS + 1; i++) {
      builder.append(0, null, null);
    }

    assertThat(check.check(builder.build(), RULES.withKeys(Keys.REQUIRED), NOW_MS))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.records()).hasSize(Refused.MAX_RECORDS).contains(0));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCompressionBombIsRefusedAtTheBoundAndTakesNoMemory(Compression compression) {
    ByteBuffer bomb = zeroes(compression, 20_000_000);
    BatchRules tight = RULES.withMaxInflatedBytes(1_000_000);

    refused(bomb, tight, BatchDefect.INFLATES_TOO_FAR);

    assertThat(allocatedBy(() -> check.check(bomb, tight, NOW_MS))).isLessThan(500_000);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "ZSTD"})
  void howFarABatchMayInflateGrowsWithItsSize(Compression compression) {
    accepted(zeroes(compression, 8_000_000), RULES);
    refused(zeroes(compression, 30_000_000), BatchDefect.INFLATES_TOO_FAR);
  }

  @Test
  void recordsThatAreNotCompressedAreWalkedWithoutAllocating() {
    var builder = BatchBuilder.plain();
    for (int i = 0; i < 5_000; i++) {
      builder.append(NOW_MS, bytes("key"), bytes("value"));
    }
    ByteBuffer batch = builder.build();
    accepted(batch, RULES);

    assertThat(allocatedBy(() -> check.check(batch, RULES, NOW_MS))).isLessThan(5_000);
  }

  private static ByteBuffer zeroes(Compression compression, int bytes) {
    return BatchBuilder.compressed(CompressionLevel.defaultOf(compression))
        .append(NOW_MS, null, ByteBuffer.allocate(bytes))
        .build();
  }

  private static long allocatedBy(Runnable action) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void whatDoesNotInflateIsRefused(Compression compression) {
    refused(
        TestRecords.batchOf(compression, 1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}),
        BatchDefect.UNREADABLE_COMPRESSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FE01", "01", "02", "0400", "80808080808080808001", "FFFFFFFF0F00"})
  void lengthsThatContradictEachOtherAreRefused(String record) {
    byte[] body = HexFormat.of().parseHex(record);

    assertThat(check.check(TestRecords.batchOf(Compression.NONE, 1, body), RULES, NOW_MS))
        .isInstanceOf(Refused.class);
  }

  @Test
  void bytesLeftInARecordAreRefused() {
    // length 7, attributes, timestamp, offset, no key, no value, no headers, one byte too many
    byte[] body = {14, 0, 0, 0, 1, 1, 0, 0};

    refused(TestRecords.batchOf(Compression.NONE, 1, body), BatchDefect.BAD_RECORD_LENGTH);
  }

  @Test
  void theHeaderAloneIsEnoughForWhatCompactionLeft() {
    ByteBuffer emptied =
        BatchBuilder.plain().baseOffset(100).lastOffset(120).producer(1, (short) 0, 5).build();

    assertThat(BatchCheck.headerDefectAt(emptied)).isNull();
    refused(emptied, BatchDefect.NO_RECORDS);
  }

  private BatchVerdict timestamps(BatchRules rules, long... timestampsMs) {
    var builder = BatchBuilder.plain();
    for (long timestampMs : timestampsMs) {
      builder.append(timestampMs, null, null);
    }
    return check.check(builder.build(), rules, NOW_MS);
  }

  private static ByteBuffer producer(long id, short epoch, int sequence) {
    return BatchBuilder.plain().producer(id, epoch, sequence).append(NOW_MS, null, null).build();
  }

  private static ByteBuffer tampered(int at, int value) {
    return seal(threeRecords(Compression.NONE).putInt(at, value));
  }

  private static ByteBuffer attributes(int attributes) {
    return seal(
        threeRecords(Compression.NONE).putShort(RecordBatch.ATTRIBUTES_AT, (short) attributes));
  }

  private void accepted(ByteBuffer batch, BatchRules rules) {
    assertThat(check.check(batch, rules, NOW_MS)).isInstanceOf(Accepted.class);
  }

  private void refused(ByteBuffer batch, BatchDefect defect) {
    refused(batch, RULES, defect);
  }

  private void refused(ByteBuffer batch, BatchRules rules, BatchDefect defect) {
    assertThat(check.check(batch, rules, NOW_MS))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.defect()).isEqualTo(defect));
  }
}
