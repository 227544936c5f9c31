package io.headrace.record;

import static io.headrace.record.TestRecords.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.headrace.record.BatchVerdict.Accepted;
import io.headrace.record.compression.Compression;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Random and mutated batches: [BatchCheck] answers each with a value, soon, and within its memory;
/// what it accepts can be read. How to run it longer: see `junit-platform.properties`.
class BatchFuzzTest {

  private static final int MAX_INFLATED_BYTES = 256 * 1024;

  /// Codec objects and their windows, whatever the input is.
  private static final long FIXED_ALLOCATION_BYTES = 1024 * 1024;

  private static final long ALLOCATION_PER_INPUT_BYTE = 300;

  private final BatchCheck check = new BatchCheck();
  private final BatchRules rules = BatchRules.DEFAULT.withMaxInflatedBytes(MAX_INFLATED_BYTES);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Property
  void randomBytesAreJudgedWithinBounds(@ForAll @Size(max = 300) byte[] bytes) {
    judge(ByteBuffer.wrap(bytes));
  }

  @Property
  void randomRecordsUnderASoundHeaderAreJudgedWithinBounds(
      @ForAll Compression compression,
      @ForAll @IntRange(min = 1, max = 5) int recordCount,
      @ForAll @Size(max = 200) byte[] body) {
    judge(TestRecords.batchOf(compression, recordCount, body));
  }

  @Property
  void mutatedBatchesWithTheRightChecksumAreJudgedWithinBounds(
      @ForAll Compression compression, @ForAll long mutations) {
    var random = new Random(mutations);
    ByteBuffer batch = TestRecords.threeRecords(compression);
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      int at = RecordBatch.ATTRIBUTES_AT + random.nextInt(batch.limit() - 21);
      batch.put(at, (byte) (random.nextBoolean() ? random.nextInt() : batch.get(at) + 1));
    }
    judge(TestRecords.seal(batch));
  }

  private void judge(ByteBuffer bytes) {
    long before = threads.getCurrentThreadAllocatedBytes();
    BatchVerdict verdict = check.check(bytes, rules, NOW_MS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated)
        .isLessThan(FIXED_ALLOCATION_BYTES + ALLOCATION_PER_INPUT_BYTE * bytes.limit());
    if (verdict instanceof Accepted) {
      RecordBatch batch = RecordBatch.at(bytes, 0);
      assertThat(countRecords(batch)).isEqualTo(batch.recordCount());
    }
  }

  private static int countRecords(RecordBatch batch) {
    int records = 0;
    try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        records++;
      }
    } catch (DamagedBatchException e) {
      throw new AssertionError("accepted but not readable", e);
    }
    return records;
  }
}
