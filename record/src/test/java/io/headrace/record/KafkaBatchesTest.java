package io.headrace.record;

import static io.headrace.record.TestRecords.NOW_MS;
import static io.headrace.record.TestRecords.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kafka's own classes as the judge of the format, in both directions.
class KafkaBatchesTest {

  @ParameterizedTest
  @EnumSource(Compression.class)
  void kafkaReadsWhatWeBuild(Compression compression) {
    ByteBuffer ours =
        BatchBuilder.compressed(CompressionLevel.defaultOf(compression))
            .baseOffset(500)
            .partitionLeaderEpoch(3)
            .producer(9, (short) 2, 77)
            .transactional()
            .append(NOW_MS, bytes("a"), bytes("one"), List.of(RecordHeader.of("h", bytes("v"))))
            .append(NOW_MS - 5, null, null)
            .appendAt(510, NOW_MS + 5, bytes("c"), bytes("x".repeat(100_000)), List.of())
            .build();

    MutableRecordBatch batch = onlyBatchOf(ours);

    batch.ensureValid();
    assertThat(batch.baseOffset()).isEqualTo(500);
    assertThat(batch.lastOffset()).isEqualTo(510);
    assertThat(batch.partitionLeaderEpoch()).isEqualTo(3);
    assertThat(batch.producerId()).isEqualTo(9);
    assertThat(batch.producerEpoch()).isEqualTo((short) 2);
    assertThat(batch.baseSequence()).isEqualTo(77);
    assertThat(batch.maxTimestamp()).isEqualTo(NOW_MS + 5);
    assertThat(batch.isTransactional()).isTrue();
    assertThat(batch.isControlBatch()).isFalse();
    assertThat(describe(batch)).isEqualTo(describe(RecordBatch.at(ours, 0)));
    assertThat(describe(batch)).hasSize(3).first().asString().startsWith("500 " + NOW_MS + " a=");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void weAcceptAndReadWhatKafkaBuilds(Compression compression) {
    ByteBuffer theirs = kafkaBatch(compression, 200, 1_000);
    MutableRecordBatch expected = onlyBatchOf(theirs);

    BatchVerdict verdict = new BatchCheck().check(theirs, BatchRules.DEFAULT, NOW_MS);

    assertThat(verdict).isInstanceOf(BatchVerdict.Accepted.class);
    RecordBatch batch = RecordBatch.at(theirs, 0);
    assertThat(batch.compression()).isEqualTo(compression);
    assertThat(((BatchVerdict.Accepted) verdict).maxTimestamp()).isEqualTo(batch.maxTimestamp());
    assertThat(describe(batch)).hasSize(200).isEqualTo(describe(expected));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void largeRecordsThatDoNotCompressTravelToo(Compression compression) {
    ByteBuffer theirs = kafkaBatch(compression, 5, 300_000);

    BatchVerdict verdict = new BatchCheck().check(theirs, BatchRules.DEFAULT, NOW_MS);

    assertThat(verdict).isInstanceOf(BatchVerdict.Accepted.class);
    assertThat(describe(RecordBatch.at(theirs, 0))).isEqualTo(describe(onlyBatchOf(theirs)));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void kafkaReadsWhatWeCompressAnew(Compression target) throws DamagedBatchException {
    ByteBuffer theirs = kafkaBatch(Compression.LZ4, 50, 100);

    ByteBuffer anew =
        new BatchRewriter(1 << 20)
            .recompress(RecordBatch.at(theirs, 0), CompressionLevel.defaultOf(target));

    MutableRecordBatch batch = onlyBatchOf(anew);
    batch.ensureValid();
    assertThat(batch.compressionType().id).isEqualTo((byte) target.id());
    assertThat(batch.maxTimestamp()).isEqualTo(onlyBatchOf(theirs).maxTimestamp());
    assertThat(describe(batch)).isEqualTo(describe(onlyBatchOf(theirs)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void everyGzipLevelIsReadByKafka(int level) {
    kafkaReadsLevel(new CompressionLevel(Compression.GZIP, level));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 17})
  void everyLz4LevelIsReadByKafka(int level) {
    kafkaReadsLevel(new CompressionLevel(Compression.LZ4, level));
  }

  @ParameterizedTest
  @ValueSource(ints = {-100, 1, 22})
  void everyZstdLevelIsReadByKafka(int level) {
    kafkaReadsLevel(new CompressionLevel(Compression.ZSTD, level));
  }

  @Test
  void markersAreTheSameAsKafkas() {
    var marker = new ControlRecord(ControlRecord.Type.COMMIT, 12);
    var kafkas =
        new EndTransactionMarker(
            org.apache.kafka.common.record.internal.ControlRecordType.COMMIT, 12);
    ByteBuffer kafkaBatch =
        MemoryRecords.withEndTransactionMarker(0, NOW_MS, -1, 5, (short) 1, kafkas).buffer();

    assertThat(marker.toBatch(5, (short) 1, NOW_MS)).isEqualTo(kafkaBatch);
    assertThat(ControlRecord.parse(marker.key(), kafkas.serializeValue())).contains(marker);
  }

  private static void kafkaReadsLevel(CompressionLevel level) {
    ByteBuffer ours =
        BatchBuilder.compressed(level).append(NOW_MS, null, bytes("ab".repeat(200_000))).build();

    assertThat(describe(onlyBatchOf(ours))).isEqualTo(describe(RecordBatch.at(ours, 0))).hasSize(1);
  }

  private static ByteBuffer kafkaBatch(Compression compression, int records, int valueBytes) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1024),
            org.apache.kafka.common.compress.Compression.of(CompressionType.forId(compression.id()))
                .build(),
            org.apache.kafka.common.record.TimestampType.CREATE_TIME,
            0);
    var random = new Random(1);
    for (int i = 0; i < records; i++) {
      byte[] value = new byte[valueBytes];
      random.nextBytes(value);
      byte[] key = i % 7 == 0 ? null : ("key-" + i).getBytes(UTF_8);
      Header[] headers =
          i % 3 == 0 ? new RecordHeaders().add("h" + i, value).toArray() : new Header[0];
      builder.append(NOW_MS + (i * 37 % 11), key, i % 5 == 0 ? null : value, headers);
    }
    return builder.build().buffer();
  }

  private static MutableRecordBatch onlyBatchOf(ByteBuffer bytes) {
    List<MutableRecordBatch> batches = new ArrayList<>();
    MemoryRecords.readableRecords(bytes.duplicate()).batches().forEach(batches::add);
    assertThat(batches).hasSize(1);
    return batches.getFirst();
  }

  private static List<String> describe(MutableRecordBatch batch) {
    List<String> lines = new ArrayList<>();
    for (Record record : batch) {
      List<String> headers = new ArrayList<>();
      for (Header header : record.headers()) {
        byte[] value = header.value();
        headers.add(header.key() + ":" + hash(value == null ? null : ByteBuffer.wrap(value)));
      }
      lines.add(line(record.offset(), record.timestamp(), record.key(), record.value(), headers));
    }
    return lines;
  }

  private static List<String> describe(RecordBatch batch) {
    List<String> lines = new ArrayList<>();
    try (var cursor = RecordCursor.over(batch, BatchRules.DEFAULT_MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        List<String> headers =
            cursor.headers().stream().map(h -> h.name() + ":" + hash(h.value())).toList();
        lines.add(line(cursor.offset(), cursor.timestamp(), cursor.key(), cursor.value(), headers));
      }
    } catch (DamagedBatchException e) {
      throw new AssertionError(e);
    }
    return lines;
  }

  private static String line(
      long offset,
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<String> headers) {
    String name = key == null ? "null" : TestRecords.text(key);
    return offset + " " + timestamp + " " + name + "=" + hash(value) + " " + headers;
  }

  private static String hash(@Nullable ByteBuffer bytes) {
    return bytes == null ? "null" : bytes.remaining() + "#" + bytes.hashCode();
  }
}
