package io.headrace.record.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class HostileBytesTest {

  @Test
  void snappyWithoutFramingIsReadToo() throws IOException {
    ByteBuffer bare = ByteBuffer.wrap(Snappy.compress("as the C clients send it".repeat(9)));

    assertThat(new String(read(Compression.SNAPPY, bare), UTF_8))
        .isEqualTo("as the C clients send it".repeat(9));
  }

  @Test
  void aSnappyStreamWithoutBlocksIsEmpty() throws IOException {
    assertThat(read(Compression.SNAPPY, hex("82534E41505059000000000100000001"))).isEmpty();
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
    assertThat(read(Compression.LZ4, hex("04224D1860408200000000"))).isEmpty();
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

    assertThat(read(Compression.LZ4, ByteBuffer.wrap(frame))).isEqualTo(text);
    frame[frame.length / 2] ^= 1;
    refused(Compression.LZ4, HexFormat.of().formatHex(frame));
  }

  @Test
  void zstdFramesFollowOneAnotherButNothingElseFollowsThem() throws IOException {
    byte[] one = Zstd.compress("a frame ".repeat(20_000).getBytes(UTF_8));
    byte[] other = Zstd.compress("another".getBytes(UTF_8));

    assertThat(new String(read(Compression.ZSTD, joined(one, other)), UTF_8))
        .isEqualTo("a frame ".repeat(20_000) + "another");
    refused(Compression.ZSTD, joined(one, new byte[] {1, 2, 3, 4, 5}));
    refused(Compression.ZSTD, joined(one, Arrays.copyOf(other, other.length - 1)));
    refused(Compression.ZSTD, ByteBuffer.wrap(one, 0, 9));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200, 300, 70_000, 131_072, 131_073, 524_288, 524_289, 3_000_000})
  void zstdFramesOfAnySizeAreReadAndAnyPartOfThemIsNot(int bytes) throws IOException {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    for (byte[] content : List.of(noise, new byte[bytes])) {
      for (boolean checksum : new boolean[] {false, true}) {
        byte[] streamed = zstdStream(content, checksum);

        assertThat(read(Compression.ZSTD, ByteBuffer.wrap(Zstd.compress(content))))
            .isEqualTo(content);
        assertThat(read(Compression.ZSTD, ByteBuffer.wrap(streamed))).isEqualTo(content);
        refused(Compression.ZSTD, ByteBuffer.wrap(streamed, 0, streamed.length - 1));
        refused(Compression.ZSTD, joined(streamed, new byte[1]));
        if (checksum) {
          streamed[streamed.length - 1] ^= 1;
          refused(Compression.ZSTD, ByteBuffer.wrap(streamed));
        }
      }
    }
  }

  /// Consumers' streams take no window above 128 MiB, so that a batch with one would be stuck.
  @Test
  void aZstdFrameWithAWindowThatNoClientTakesIsRefused() {
    refused(Compression.ZSTD, "28B52FFD00" + "90" + "010000"); // 256 MiB for nothing
  }

  private static byte[] zstdStream(byte[] content, boolean checksum) throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var out = new ZstdOutputStream(sink)) {
      out.setChecksum(checksum);
      out.write(content);
    }
    return sink.toByteArray();
  }

  @Test
  void whatWentWrongBeforeDoesNotHarmWhatComesNext() throws IOException {
    byte[] text = "the next batch ".repeat(9_000).getBytes(UTF_8);
    try (var decompressor = new Decompressor()) {
      decompressor.open(Compression.ZSTD, ByteBuffer.wrap(Zstd.compress(text), 0, 20));
      assertThatThrownBy(() -> readAll(decompressor)).isInstanceOf(IOException.class);
      decompressor.open(Compression.SNAPPY, ByteBuffer.wrap(new byte[] {-1, -1, -1}));
      assertThatThrownBy(() -> readAll(decompressor)).isInstanceOf(IOException.class);

      decompressor.open(Compression.ZSTD, ByteBuffer.wrap(Zstd.compress(text)));
      assertThat(readAll(decompressor)).isEqualTo(text);
      decompressor.open(Compression.SNAPPY, ByteBuffer.wrap(Snappy.compress(text)));
      assertThat(readAll(decompressor)).isEqualTo(text);
    }
  }

  private static ByteBuffer joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).flip();
  }

  private static void refused(Compression compression, String hex) {
    refused(compression, hex(hex));
  }

  private static void refused(Compression compression, ByteBuffer bytes) {
    assertThatThrownBy(() -> read(compression, bytes)).isInstanceOf(IOException.class);
  }

  /// From memory on the heap and off it, which most codecs read by different code.
  private static byte[] read(Compression compression, ByteBuffer compressed) throws IOException {
    byte[] onHeap = readAll(compression, compressed);
    ByteBuffer direct = ByteBuffer.allocateDirect(compressed.remaining());
    byte[] offHeap = readAll(compression, direct.put(compressed.duplicate()).flip());
    assertThat(offHeap).isEqualTo(onHeap);
    return onHeap;
  }

  private static byte[] readAll(Compression compression, ByteBuffer compressed) throws IOException {
    try (var decompressor = new Decompressor()) {
      decompressor.open(compression, compressed);
      return readAll(decompressor);
    }
  }

  private static byte[] readAll(Decompressor decompressor) throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer piece;
    while ((piece = decompressor.next()) != null) {
      var bytes = new byte[piece.remaining()];
      piece.get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
