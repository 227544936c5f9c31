package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Readers that ask for what the last turn has written.
class TailReadTest {

  private final Node node = new Node(new MemoryDisk());

  /// One turn with so many batches of one record.
  private void write(PartitionLog log, int batches) {
    for (int i = 0; i < batches; i++) {
      log.append(
          BatchBuilder.plain()
              .baseOffset(log.endOffset())
              .append(node.wallMs, null, ByteBuffer.wrap(new byte[200]))
              .build());
    }
    node.turn();
  }

  private record Read(long baseOffset, long nextOffset, int bytes) {}

  private static @Nullable Read read(PartitionLog log, long offset, long endOffset, int maxBytes)
      throws IOException {
    LogSlice slice = log.read(new ReadRequest(offset, endOffset, maxBytes, false));
    if (slice == null) {
      return null;
    }
    var read = new Read(slice.baseOffset(), slice.endOffset(), slice.bytes().length());
    slice.bytes().release();
    return read;
  }

  @Test
  void theLastWriteIsReadWholeWithinItsBounds() throws IOException {
    PartitionLog log = node.open().orders();
    write(log, 2);
    int before = (int) log.sizeBytes();
    write(log, 3);
    int bytes = (int) log.sizeBytes() - before;

    assertThat(read(log, 2, 5, 1 << 20)).isEqualTo(new Read(2, 5, bytes));
    assertThat(read(log, 2, 5, bytes)).isEqualTo(new Read(2, 5, bytes));
    assertThat(read(log, 2, 5, bytes - 1)).isEqualTo(new Read(2, 4, bytes / 3 * 2));
    assertThat(read(log, 2, 4, 1 << 20)).isEqualTo(new Read(2, 4, bytes / 3 * 2));
    assertThat(read(log, 3, 5, 1 << 20)).isEqualTo(new Read(3, 5, bytes / 3 * 2));
    assertThat(read(log, 0, 5, 1 << 20)).isEqualTo(new Read(0, 5, before + bytes));
  }

  @Test
  void whatWasCutOffTheLastWriteIsNotReadAnyMore() throws IOException {
    PartitionLog log = node.open().orders();
    write(log, 2);
    int before = (int) log.sizeBytes();
    write(log, 3);
    int bytes = (int) log.sizeBytes() - before;

    log.truncateTo(4, failure -> assertThat(failure).isNull());
    node.turn();
    node.runJobs();

    assertThat(read(log, 2, 4, 1 << 20)).isEqualTo(new Read(2, 4, bytes / 3 * 2));
    write(log, 1);
    assertThat(read(log, 4, 5, 1 << 20)).isEqualTo(new Read(4, 5, bytes / 3));
    assertThat(read(log, 2, 5, 1 << 20)).isEqualTo(new Read(2, 5, bytes));
  }
}
