package io.headrace.runtime.system;

import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.file.Path;

/// Tells a full disk from a broken one. The JDK gives no error number, only the text of the
/// operating system, and that in the user's language; where the text is not known, the room that is
/// left decides.
final class NoSpace {

  private static final long PAGE = 4096;

  private NoSpace() {}

  static IOException orElse(IOException failure, Path file, long bytes) {
    String text = String.valueOf(failure.getMessage());
    boolean full =
        text.contains("No space left on device")
            || text.contains("Disk quota exceeded")
            || (bytes > 0 && roomBeside(file) < Math.max(bytes, PAGE));
    if (!full) {
      return failure;
    }
    var noSpace = new NoSpaceException(file + ": " + text);
    noSpace.initCause(failure);
    return noSpace;
  }

  private static long roomBeside(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null ? Long.MAX_VALUE : directory.toFile().getUsableSpace();
  }
}
