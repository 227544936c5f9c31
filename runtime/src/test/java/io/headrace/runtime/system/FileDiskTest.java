package io.headrace.runtime.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileDiskTest {

  private final FileDisk disk = new FileDisk();
  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    try (DiskFile file = disk.create(directory.resolve("a"))) {
      file.write(bytes("hello"), 0);
      file.write(bytes("world"), 7);
      assertThat(file.size()).isEqualTo(12);
      assertThat(text(file, 0, 20)).isEqualTo("hello\0\0world");
      assertThat(text(file, 12, 5)).isEmpty();
    }
  }

  @Test
  void aChangeShowsWhoeverMadeIt() throws IOException {
    Path path = directory.resolve("a");
    try (DiskFile file = disk.create(path)) {
      file.write(bytes("hello"), 0);
      long stamp = file.changeStamp();
      text(file, 0, 5);
      assertThat(file.changeStamp()).isEqualTo(stamp);

      do { // with an older Linux a tick of its clock has to pass
        Files.write(path, new byte[] {'j'}, StandardOpenOption.WRITE);
      } while (file.changeStamp() == stamp);
      assertThat(text(file, 0, 5)).isEqualTo("jello");
    }
  }

  @Test
  void gatheringWritesLieOneBehindTheOther() throws IOException {
    try (DiskFile file = disk.create(directory.resolve("a"))) {
      file.write(new ByteBuffer[] {bytes("ab"), bytes("cd"), bytes("!!")}, 2, 0);
      file.write(new ByteBuffer[] {bytes("ef"), bytes("gh")}, 2, 4);
      file.write(new ByteBuffer[] {bytes("X")}, 1, 1);
      file.write(new ByteBuffer[] {bytes("i"), bytes("j")}, 2, 8);
      assertThat(text(file, 0, 99)).isEqualTo("aXcdefghij");
    }
  }

  @Test
  void gatheringWritesGoWhereTheyShouldAfterATruncation() throws IOException {
    try (DiskFile file = disk.create(directory.resolve("a"))) {
      file.write(new ByteBuffer[] {bytes("abcd"), bytes("efgh")}, 2, 0);
      file.truncate(3);
      file.write(new ByteBuffer[] {bytes("x"), bytes("y")}, 2, 8);
      assertThat(text(file, 0, 99)).isEqualTo("abc\0\0\0\0\0xy");
    }
  }

  @Test
  void blocksWrittenPastThePageCacheAndOthersThroughItLieSideBySide() throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(3 * 4096).alignedSlice(4096).limit(4096);
    while (block.hasRemaining()) {
      block.put((byte) 'b');
    }
    try (DiskFile file = disk.create(directory.resolve("a"))) {
      file.write(bytes("before"), 0);
      file.bypassCache();
      file.write(block.flip(), 4096);
      file.write(bytes("after"), 8192);
      file.write(block.rewind().limit(100), 3 * 4096);
      file.sync();
      assertThat(text(file, 0, 6)).isEqualTo("before");
      assertThat(text(file, 4096, 4096 + 5)).isEqualTo("b".repeat(4096) + "after");
      assertThat(text(file, 3 * 4096, 200)).isEqualTo("b".repeat(100));
    }
  }

  @Test
  void onlyWholeAlignedBlocksGoPastThePageCache() {
    ByteBuffer aligned = ByteBuffer.allocateDirect(4 * 4096).alignedSlice(4096);
    assertThat(DirectWrites.suit(aligned.duplicate().limit(8192), 4096)).isTrue();
    assertThat(DirectWrites.suit(aligned.duplicate().limit(8192), 4097)).isFalse();
    assertThat(DirectWrites.suit(aligned.duplicate().limit(8191), 4096)).isFalse();
    assertThat(DirectWrites.suit(aligned.duplicate().position(1).limit(4097), 4096)).isFalse();
    assertThat(DirectWrites.suit(ByteBuffer.allocate(4096), 4096)).isFalse();
  }

  @Test
  void manyBuffersAreMoreThanOneSystemCallTakes() throws IOException {
    ByteBuffer[] sources = new ByteBuffer[3_000];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = bytes(Integer.toString(i % 10));
    }
    try (DiskFile file = disk.create(directory.resolve("a"))) {
      file.write(sources, sources.length, 0);
      assertThat(text(file, 0, 4_000)).isEqualTo("0123456789".repeat(300));
    }
  }

  @Test
  void aSliceStaysReadableWhenItsFileIsClosedDeletedOrReplaced() throws IOException {
    Path path = directory.resolve("a");
    DiskFile file = disk.create(path);
    file.write(bytes("0123456789"), 0);
    FileSlice slice = file.slice(2, 5);
    file.close();
    disk.delete(path);
    disk.create(path).close();
    assertThat(text(slice, 0)).isEqualTo("23456");
    assertThat(text(slice, 3)).isEqualTo("56");
    slice.release();
    assertThatThrownBy(() -> text(slice, 0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(slice::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> file.slice(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void releasingASliceLeavesTheFileOpen() throws IOException {
    try (DiskFile file = disk.create(directory.resolve("a"))) {
      file.write(bytes("abc"), 0);
      file.slice(0, 1).release();
      assertThat(text(file, 0, 3)).isEqualTo("abc");
    }
  }

  @Test
  void directoriesAreMadeWithThoseAboveThem() throws IOException {
    Path deep = directory.resolve("a/b/c");
    disk.createDirectories(deep);
    disk.createDirectories(deep);
    disk.create(deep.resolve("2")).close();
    disk.create(deep.resolve("1")).close();
    disk.syncDirectory(deep);
    assertThat(disk.list(deep)).containsExactly("1", "2");
    assertThat(disk.list(directory.resolve("none"))).isEmpty();
    assertThatThrownBy(() -> disk.createDirectories(deep.resolve("1/x")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  void oneDirectoryIsMadeInOneThatIsThere() throws IOException {
    disk.createDirectory(directory.resolve("a"));
    disk.createDirectory(directory.resolve("a"));
    assertThat(disk.list(directory)).containsExactly("a");
    assertThatThrownBy(() -> disk.createDirectory(directory.resolve("b/c")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRenameReplacesAndADeleteForgivesAbsence() throws IOException {
    try (DiskFile file = disk.create(directory.resolve("new"))) {
      file.write(bytes("new"), 0);
    }
    disk.create(directory.resolve("old")).close();
    disk.rename(directory.resolve("new"), directory.resolve("old"));
    disk.delete(directory.resolve("new"));
    assertThat(disk.exists(directory.resolve("new"))).isFalse();
    assertThat(disk.size(directory.resolve("old"))).isEqualTo(3);
    assertThat(disk.usableBytes(directory)).isPositive();
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() {
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> disk.open(none)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk.size(none)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk.usableBytes(none)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFullDiskIsToldFromABrokenOne() {
    Path file = directory.resolve("a");
    assertThat(NoSpace.orElse(new IOException("No space left on device"), file, 1))
        .isInstanceOf(NoSpaceException.class)
        .hasMessageContaining(file.toString());
    assertThat(NoSpace.orElse(new IOException("Input/output error"), file, 1))
        .isNotInstanceOf(NoSpaceException.class);
    assertThat(NoSpace.orElse(new IOException("in a language unknown"), file, Long.MAX_VALUE))
        .isInstanceOf(NoSpaceException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(DiskFile file, long position, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    int read = file.read(target, position);
    assertThat(read).isEqualTo(target.position());
    return UTF_8.decode(target.flip()).toString();
  }

  private static String text(FileSlice slice, int offset) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(100);
    slice.read(target, offset);
    return UTF_8.decode(target.flip()).toString();
  }
}
