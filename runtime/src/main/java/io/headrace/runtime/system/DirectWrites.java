package io.headrace.runtime.system;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Writes past the page cache (O_DIRECT). A sync after one has nothing to look for and nothing to
/// copy: it costs the processor a quarter less at 4 KiB, and half at 256 KiB.
///
/// The device takes whole blocks only, from memory that is aligned to them.
final class DirectWrites {

  private static final int BLOCK_BYTES = 4096;

  private DirectWrites() {}

  /// A second channel to a file; null where the system or the file system has no direct writes, or
  /// has larger blocks.
  static @Nullable FileChannel open(Path path) {
    try {
      if (Files.getFileStore(path).getBlockSize() > BLOCK_BYTES) {
        return null;
      }
      return FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
    } catch (IOException | UnsupportedOperationException _) {
      return null;
    }
  }

  static boolean suit(ByteBuffer source, long position) {
    return source.isDirect()
        && position % BLOCK_BYTES == 0
        && source.remaining() % BLOCK_BYTES == 0
        && source.alignmentOffset(source.position(), BLOCK_BYTES) == 0;
  }
}
