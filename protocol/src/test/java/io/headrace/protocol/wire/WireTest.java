package io.headrace.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  private final WireWriter writer = new WireWriter();
  private final WireReader reader = new WireReader();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 1 << 28, Integer.MAX_VALUE})
  void unsignedVarintsComeBack(int value) {
    writer.writeUnsignedVarint(value);

    assertThat(reader.over(writer.take()).readUnsignedVarint()).isEqualTo(value);
    reader.expectEnd();
    assertThat(reader.problem()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "8080808080", "FFFFFFFF08", "FFFFFFFF7F"})
  void malformedUnsignedVarintsAreAProblem(String hex) {
    assertThat(over(hex).readUnsignedVarint()).isZero();
    assertThat(reader.problem()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void stringsComeBackFromHeapAndDirectBuffers(Encoding encoding) {
    writer.writeString(encoding, "größer");
    writer.writeString(encoding, null);
    ByteBuffer heap = writer.take();
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.limit()).put(heap.duplicate()).flip();

    for (ByteBuffer buffer : new ByteBuffer[] {heap, direct}) {
      reader.over(buffer);
      assertThat(reader.readString(encoding, Nulls.FORBIDDEN)).isEqualTo("größer");
      assertThat(reader.readString(encoding, Nulls.ALLOWED)).isNull();
      reader.expectEnd();
      assertThat(reader.problem()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"FIXED, FFFF", "COMPACT, 00"})
  void nullsWhereNoneMayBeAreAProblem(Encoding encoding, String hex) {
    assertThat(over(hex).readString(encoding, Nulls.FORBIDDEN)).isNull();
    assertThat(reader.problem()).contains("a length of -1");
  }

  @Test
  void theFirstProblemIsKeptAndNothingIsReadAfterIt() {
    over("0000").readInt32();
    assertThat(reader.readInt64()).isZero();
    assertThat(reader.remaining()).isZero();
    assertThat(reader.problem()).isEqualTo("cut off, at byte 0 of 2");
  }

  @Test
  void elementsOfAllArraysAreCountedTogether() {
    ByteBuffer counts = ByteBuffer.allocate(8 + 2 * WireReader.MAX_ELEMENTS);
    counts.putInt(0, WireReader.MAX_ELEMENTS).putInt(4, 1);

    reader.over(counts);
    assertThat(reader.readCount(Encoding.FIXED, Nulls.FORBIDDEN, 1))
        .isEqualTo(WireReader.MAX_ELEMENTS);
    assertThat(reader.readCount(Encoding.FIXED, Nulls.FORBIDDEN, 1)).isZero();
    assertThat(reader.problem()).contains("more than 1000000 elements");
  }

  @Test
  void whatIsWrittenIsTakenOnceAndTheWriterBeginsAnew() {
    writer.writeInt32(1);
    assertThat(writer.take().remaining()).isEqualTo(4);
    writer.writeInt16(2);
    writer.clear();
    writer.writeInt8(3);
    assertThat(writer.take()).isEqualTo(ByteBuffer.wrap(new byte[] {3}));
  }

  @Test
  void theWriterGrowsWithWhatIsWritten() {
    writer.writeBytes(ByteBuffer.allocate(1_000_000));
    writer.writeInt64(-1);

    ByteBuffer taken = writer.take();

    assertThat(taken.remaining()).isEqualTo(1_000_008);
    assertThat(taken.getLong(1_000_000)).isEqualTo(-1);
  }

  private WireReader over(String hex) {
    return reader.over(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }
}
