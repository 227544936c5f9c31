package io.headrace.record.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class HostileStreamsTest {

  @Test
  void snappyWithoutFramingIsReadToo() throws IOException {
    ByteBuffer bare = ByteBuffer.wrap(Snappy.compress("as the C clients send it".repeat(9)));

    try (InputStream in = Compression.SNAPPY.readFrom(bare)) {
      assertThat(new String(in.readAllBytes(), UTF_8))
          .isEqualTo("as the C clients send it".repeat(9));
    }
  }

  @Test
  void aSnappyStreamWithoutBlocksIsEmpty() throws IOException {
    try (InputStream in = Compression.SNAPPY.readFrom(hex("82534E41505059000000000100000001"))) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "82534E415050590000000001000000017FFFFFFF", // a block of 2 GiB
        "82534E41505059000000000100000001FFFFFFFF", // of less than nothing
        "82534E41505059000000000100000001000000", // a length cut off
        "82534E4150505900000000010000000100000005FFFFFFFF07", // inflates to 2 GiB, it says
        "FFFFFFFF0700",
      })
  void snappyLengthsThatLieAreErrors(String hex) {
    refused(Compression.SNAPPY, hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "04224D18", // the magic alone
        "04224D1860408300000000", // a wrong checksum of the header
        "04224D1840408000000000", // blocks that depend on each other
        "04224D186040", // cut off
        "04224D1860408205000000AA", // a block that is not there
        "04224D1860408200000100", // no end
        "04224D18604082FFFFFF7F", // larger than the largest
      })
  void lz4FramesThatLieAreErrors(String hex) {
    refused(Compression.LZ4, hex);
  }

  @Test
  void anEmptyLz4FrameIsAnEmptyStream() throws IOException {
    try (InputStream in = Compression.LZ4.readFrom(hex("04224D1860408200000000"))) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @Test
  void lz4FramesWithChecksumsAndContentSizeAreReadAndTheirBlocksVerified() throws IOException {
    byte[] text = "large blocks, as the Go clients send them ".repeat(20_000).getBytes(UTF_8);
    var sink = new ByteArrayOutputStream();
    try (var out =
        new LZ4FrameOutputStream(
            sink,
            BLOCKSIZE.SIZE_4MB,
            text.length,
            Bits.BLOCK_INDEPENDENCE,
            Bits.BLOCK_CHECKSUM,
            Bits.CONTENT_CHECKSUM,
            Bits.CONTENT_SIZE)) {
      out.write(text);
    }
    byte[] frame = sink.toByteArray();

    try (InputStream in = Compression.LZ4.readFrom(ByteBuffer.wrap(frame))) {
      assertThat(in.readAllBytes()).isEqualTo(text);
    }
    frame[frame.length / 2] ^= 1;
    refused(Compression.LZ4, HexFormat.of().formatHex(frame));
  }

  private static void refused(Compression compression, String hex) {
    assertThatThrownBy(
            () -> {
              try (InputStream in = compression.readFrom(hex(hex))) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
