package io.headrace.record;

import static io.headrace.record.TestRecords.NOW_MS;
import static io.headrace.record.TestRecords.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordCursorTest {

  @ParameterizedTest
  @EnumSource(Compression.class)
  void recordsComeInOrderWithTheirHeaders(Compression compression) throws Exception {
    RecordBatch batch = RecordBatch.at(TestRecords.threeRecords(compression), 0);
    batch.assignOffsets(40, 1);

    try (var cursor = RecordCursor.over(batch, 1 << 20)) {
      for (int i = 0; i < 3; i++) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.offset()).isEqualTo(40 + i);
        assertThat(cursor.timestamp()).isEqualTo(NOW_MS + i);
        assertThat(cursor.key()).isEqualTo(bytes("k" + i));
        assertThat(cursor.value()).isEqualTo(bytes("value of number " + i));
        assertThat(cursor.headers())
            .containsExactly(RecordHeader.of("h", bytes("x")), RecordHeader.of("none", null));
      }
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void theLogsAppendTimeStandsForEveryRecord() throws Exception {
    RecordBatch batch = RecordBatch.at(TestRecords.threeRecords(Compression.ZSTD), 0);
    batch.setLogAppendTime(99);

    try (var cursor = RecordCursor.over(batch, 1 << 20)) {
      while (cursor.next()) {
        assertThat(cursor.timestamp()).isEqualTo(99);
      }
    }
  }

  @Test
  void compactionKeepsOffsetsTimestampsAndTheRange() throws Exception {
    ByteBuffer original =
        BatchBuilder.plain()
            .baseOffset(10)
            .partitionLeaderEpoch(4)
            .producer(6, (short) 1, 30)
            .append(NOW_MS, bytes("a"), null)
            .append(NOW_MS + 1, bytes("b"), null)
            .append(NOW_MS + 2, bytes("c"), null)
            .build();
    RecordBatch batch = RecordBatch.at(original, 0);
    var builder =
        BatchBuilder.like(batch, CompressionLevel.defaultOf(Compression.NONE))
            .deleteHorizon(NOW_MS + 1_000);
    try (var cursor = RecordCursor.over(batch, 1 << 20)) {
      while (cursor.next()) {
        if (cursor.offset() == 11) {
          builder.append(cursor);
        }
      }
    }

    RecordBatch compacted = RecordBatch.at(builder.build(), 0);

    assertThat(compacted.baseOffset()).isEqualTo(10);
    assertThat(compacted.lastOffset()).isEqualTo(12);
    assertThat(compacted.recordCount()).isEqualTo(1);
    assertThat(compacted.partitionLeaderEpoch()).isEqualTo(4);
    assertThat(compacted.producerId()).isEqualTo(6);
    assertThat(compacted.lastSequence()).isEqualTo(32);
    assertThat(compacted.deleteHorizonMs()).isEqualTo(NOW_MS + 1_000);
    assertThat(compacted.maxTimestamp()).isEqualTo(NOW_MS + 1);
    try (var cursor = RecordCursor.over(compacted, 1 << 20)) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.offset()).isEqualTo(11);
      assertThat(cursor.timestamp()).isEqualTo(NOW_MS + 1);
      assertThat(cursor.next()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aDamagedRecordIsAnErrorAndNotTheEnd(Compression compression) {
    ByteBuffer bytes = TestRecords.threeRecords(compression);
    bytes.putInt(RecordBatch.RECORD_COUNT_AT, 4);

    assertThatThrownBy(() -> TestRecords.keysOf(RecordBatch.at(bytes, 0)))
        .isInstanceOf(DamagedBatchException.class)
        .hasMessageContaining("record 3 of");
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void inflatingStopsAtTheBound(Compression compression) {
    ByteBuffer bomb =
        BatchBuilder.compressed(CompressionLevel.defaultOf(compression))
            .append(NOW_MS, null, ByteBuffer.allocate(3_000_000), List.of())
            .build();

    assertThatThrownBy(
            () -> {
              try (var cursor = RecordCursor.over(RecordBatch.at(bomb, 0), 1_000_000)) {
                cursor.next();
              }
            })
        .isInstanceOfSatisfying(
            DamagedBatchException.class,
            e -> assertThat(e.defect()).isEqualTo(BatchDefect.INFLATES_TOO_FAR));
  }
}
