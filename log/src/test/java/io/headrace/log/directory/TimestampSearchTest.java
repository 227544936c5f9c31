package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.PartitionLog;
import io.headrace.log.TimestampedOffset;
import io.headrace.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What has the largest timestamp once the log begins within a segment. Cluster seed 1134: a log
/// that held records knew of none, as the record that its segment knew was deleted.
class TimestampSearchTest {

  private final Node node = new Node(new MemoryDisk());
  private PartitionLog log;

  @BeforeEach
  void open() throws IOException {
    node.config = Node.segmentsOf(500);
    log = node.open().orders();
  }

  private void append(long... timestampsMs) {
    BatchBuilder batch = BatchBuilder.plain().baseOffset(log.endOffset()).partitionLeaderEpoch(3);
    for (long timestampMs : timestampsMs) {
      batch.append(timestampMs, null, ByteBuffer.wrap(new byte[10]));
    }
    log.append(batch.build());
    node.turn();
  }

  private void deleteBefore(long offset) {
    log.deleteBefore(offset, failure -> assertThat(failure).isNull());
    node.turn();
  }

  @Test
  void itIsWhatComesNextWhenTheLargestIsDeleted() throws IOException {
    append(10);
    append(90);
    append(20, 70, 70);
    append(50);

    deleteBefore(2);

    assertThat(log.maxTimestamp()).isEqualTo(new TimestampedOffset(70, 3, 3));
  }

  @Test
  void theLogMayBeginWithinTheBatchThatHasIt() throws IOException {
    append(10, 90, 30, 40, 20);

    deleteBefore(2);

    assertThat(log.maxTimestamp()).isEqualTo(new TimestampedOffset(40, 3, 3));
  }

  @Test
  void anEarlierSegmentMayHaveALargerOne() throws IOException {
    append(95);
    append(90);
    for (int i = 0; i < 20; i++) {
      append(i);
    }

    deleteBefore(1);

    assertThat(log.maxTimestamp()).isEqualTo(new TimestampedOffset(90, 1, 3));
  }

  @Test
  void nothingHasItWhenAllIsDeleted() throws IOException {
    append(10);

    deleteBefore(1);

    assertThat(log.maxTimestamp()).isNull();
  }
}
