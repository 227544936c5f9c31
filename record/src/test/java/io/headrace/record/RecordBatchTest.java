package io.headrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.record.compression.Compression;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecordBatchTest {

  @Test
  void assigningOffsetsLeavesTheChecksumRight() {
    RecordBatch batch = RecordBatch.at(TestRecords.threeRecords(Compression.NONE), 0);

    batch.assignOffsets(1_000, 7);

    assertThat(batch.baseOffset()).isEqualTo(1_000);
    assertThat(batch.lastOffset()).isEqualTo(1_002);
    assertThat(batch.nextOffset()).isEqualTo(1_003);
    assertThat(batch.partitionLeaderEpoch()).isEqualTo(7);
    assertThat(batch.crcMatches()).isTrue();
  }

  @Test
  void theLogsAppendTimeIsSealedIn() {
    RecordBatch batch = RecordBatch.at(TestRecords.threeRecords(Compression.GZIP), 0);

    batch.setLogAppendTime(42);

    assertThat(batch.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(batch.maxTimestamp()).isEqualTo(42);
    assertThat(batch.compression()).isEqualTo(Compression.GZIP);
    assertThat(batch.crcMatches()).isTrue();
  }

  @Test
  void theChecksumIsTheSameOverHeapAndDirectBuffersAndAnywhereInThem() {
    ByteBuffer bytes = TestRecords.threeRecords(Compression.NONE);
    ByteBuffer direct = ByteBuffer.allocateDirect(100 + bytes.limit());
    direct.put(100, bytes, 0, bytes.limit());
    ByteBuffer heap = ByteBuffer.allocate(100 + bytes.limit()).slice(50, 50 + bytes.limit());
    heap.put(50, bytes, 0, bytes.limit());

    assertThat(RecordBatch.at(direct, 100).crcMatches()).isTrue();
    assertThat(RecordBatch.at(heap, 50).crcMatches()).isTrue();
    assertThat(RecordBatch.at(heap.asReadOnlyBuffer(), 50).crcMatches()).isTrue();
  }

  @Test
  void aTailThatIsCutAnywhereIsTorn() {
    ByteBuffer bytes = TestRecords.threeRecords(Compression.NONE);
    int size = bytes.limit();
    for (int limit = 0; limit < size; limit++) {
      assertThat(RecordBatch.sizeAt(bytes.limit(limit), 0)).isEqualTo(RecordBatch.TORN);
    }
    assertThat(RecordBatch.sizeAt(bytes.limit(size), 0)).isEqualTo(size);
    assertThatThrownBy(() -> RecordBatch.at(bytes.limit(size - 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void zeroesAndAbsurdLengthsAreGarbage() {
    assertThat(RecordBatch.sizeAt(ByteBuffer.allocate(100), 0)).isEqualTo(RecordBatch.GARBAGE);
    for (int length : new int[] {-1, 0, 48, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      ByteBuffer bytes = TestRecords.threeRecords(Compression.NONE).putInt(8, length);
      assertThat(RecordBatch.sizeAt(bytes, 0)).isEqualTo(RecordBatch.GARBAGE);
    }
    ByteBuffer oldMagic = TestRecords.threeRecords(Compression.NONE).put(16, (byte) 1);
    assertThat(RecordBatch.sizeAt(oldMagic, 0)).isEqualTo(RecordBatch.GARBAGE);
  }

  @Test
  void sequenceNumbersBeginAgainAtZeroBehindTheLargest() {
    ByteBuffer bytes =
        BatchBuilder.plain()
            .producer(1, (short) 0, Integer.MAX_VALUE - 1)
            .append(0, null, null)
            .append(0, null, null)
            .append(0, null, null)
            .build();

    assertThat(RecordBatch.at(bytes, 0).lastSequence()).isZero();
  }

  @Test
  void aBatchWithoutSequenceHasNoLastOne() {
    RecordBatch batch = RecordBatch.at(TestRecords.threeRecords(Compression.NONE), 0);

    assertThat(batch.lastSequence()).isEqualTo(RecordBatch.NO_SEQUENCE);
    assertThat(batch.hasProducerId()).isFalse();
  }
}
