package io.headrace.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.record.BatchBuilder;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.system.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How far a file can be told to be sound without a look behind.
class ChecksumsTest {

  @TempDir Path directory;
  private final Checksums checksums = new Checksums();
  private int size;

  private static ByteBuffer batch(long offset, int bytes) {
    return BatchBuilder.plain()
        .baseOffset(offset)
        .append(1, null, ByteBuffer.wrap(new byte[bytes]))
        .build();
  }

  private DiskFile fileOf(ByteBuffer... batches) throws IOException {
    DiskFile file = new FileDisk().create(directory.resolve("file"));
    for (ByteBuffer batch : batches) {
      int bytes = batch.remaining();
      file.write(batch, size);
      size += bytes;
    }
    return file;
  }

  @Test
  void batchesLargerThanTheWindowAreCheckedWhole() throws IOException {
    try (DiskFile file = fileOf(batch(0, 300_000), batch(1, 10), batch(2, 1_000_000))) {
      assertThat(checksums.check(file, 0, size, 0, 3)).isEqualTo(size);
      assertThat(checksums.soundToOffset()).isEqualTo(3);
      int last = size - 1_000_000;
      file.write(ByteBuffer.wrap(new byte[] {1}), last + 700_000L);
      long found = checksums.check(file, 0, size, 0, 3);
      assertThat(found).isLessThan(last).isGreaterThan(300_000);
      assertThat(checksums.soundToOffset()).isEqualTo(2);
    }
  }

  @Test
  void aLastBatchBehindAGapIsLeftOut() throws IOException {
    try (DiskFile file = fileOf(batch(0, 10), batch(5, 10))) {
      assertThat(checksums.check(file, 0, size, 0, 6)).isEqualTo(size / 2);
      assertThat(checksums.soundToOffset()).isEqualTo(1);
    }
  }

  @Test
  void aBatchBehindTellsThatOneWithAGapBelongsThere() throws IOException {
    try (DiskFile file = fileOf(batch(0, 10), batch(5, 10), batch(6, 10))) {
      assertThat(checksums.check(file, 0, size, 0, 7)).isEqualTo(size);
    }
  }

  /// The offsets of a batch are under no checksum.
  @Test
  void aBatchBehindTellsThatOneWithAGapDoesNotBelongThere() throws IOException {
    try (DiskFile file = fileOf(batch(0, 10), batch(5, 10), batch(2, 10))) {
      assertThat(checksums.check(file, 0, size, 0, 7)).isEqualTo(size / 3);
      assertThat(checksums.soundToOffset()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatEndsTooEarlyIsSoundUpToThere() throws IOException {
    try (DiskFile file = fileOf(batch(0, 10), batch(1, 10))) {
      file.truncate(size - 1L);
      assertThat(checksums.check(file, 0, size, 0, 2)).isEqualTo(size / 2);
    }
  }
}
