package io.headrace.cli.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SegmentWalkTest {

  private static final int BATCH_COUNT = 5;
  private final ByteBuffer file = segment();
  private final int batchBytes = file.limit() / BATCH_COUNT;

  @Test
  void aWholeFileIsAllBatches() {
    assertThat(walk(file)).containsExactly("Whole 0", "Whole 1", "Whole 2", "Whole 3", "Whole 4");
  }

  @Test
  void aFlippedBitCostsItsOwnBatchOnly() {
    flip(2 * batchBytes + RecordBatch.HEADER_BYTES + 3);

    assertThat(walk(file)).containsExactly("Whole 0", "Whole 1", "Rotten 2", "Whole 3", "Whole 4");
  }

  @Test
  void aLengthThatLiesCostsItsOwnBatchOnly() {
    flip(2 * batchBytes + RecordBatch.LENGTH_AT + 3);

    assertThat(walk(file))
        .containsExactly(
            "Whole 0", "Whole 1", "Unreadable " + batchBytes + " bytes", "Whole 3", "Whole 4");
  }

  @Test
  void aTornTailIsUnreadable() {
    file.limit(file.limit() - 5);

    assertThat(walk(file)).endsWith("Unreadable " + (batchBytes - 5) + " bytes");
  }

  @Test
  void zerosAtTheEndAreRoom() {
    ByteBuffer longer = ByteBuffer.allocate(file.limit() + 1000).put(file).clear();

    assertThat(walk(longer)).hasSize(6).endsWith("Unwritten 1000 bytes");
  }

  @Test
  void theEmptyFileHasNoParts() {
    assertThat(walk(ByteBuffer.allocate(0))).isEmpty();
  }

  @Test
  void anyFlippedBitLeavesTheOtherBatches() {
    for (int at = 0; at < file.limit(); at++) {
      flip(at);
      List<String> parts = walk(file);
      int damaged = at / batchBytes;
      for (int i = 0; i < BATCH_COUNT; i++) {
        if (i != damaged) {
          assertThat(parts).as("byte %d", at).contains("Whole " + i);
        }
      }
      flip(at);
    }
  }

  private void flip(int at) {
    file.put(at, (byte) (file.get(at) ^ 0x10));
  }

  private static List<String> walk(ByteBuffer file) {
    var parts = new ArrayList<String>();
    var walk = new SegmentWalk(file);
    for (var part = walk.next(); part.isPresent(); part = walk.next()) {
      parts.add(
          switch (part.get()) {
            case SegmentPart.Whole whole -> "Whole " + whole.batch().baseOffset();
            case SegmentPart.Rotten rotten -> "Rotten " + rotten.batch().baseOffset();
            case SegmentPart.Unreadable gap -> "Unreadable " + gap.sizeBytes() + " bytes";
            case SegmentPart.Unwritten gap -> "Unwritten " + gap.sizeBytes() + " bytes";
          });
    }
    return parts;
  }

  private static ByteBuffer segment() {
    ByteBuffer value = ByteBuffer.wrap("some value".getBytes(StandardCharsets.UTF_8));
    ByteBuffer file = ByteBuffer.allocate(64 * 1024);
    for (int i = 0; i < BATCH_COUNT; i++) {
      ByteBuffer bytes = BatchBuilder.plain().append(1000, null, value.duplicate()).build();
      RecordBatch.at(bytes, 0).assignOffsets(i, 0);
      file.put(bytes);
    }
    return file.flip();
  }
}
