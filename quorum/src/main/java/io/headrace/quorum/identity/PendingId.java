package io.headrace.quorum.identity;

import io.headrace.quorum.files.DurableFiles;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file `joining.properties` of a node that is not a member of a cluster yet: what its
/// directory is called among voters. It is there before anybody is told, and goes when
/// `meta.properties` comes.
final class PendingId {
  private static final String NAME = "joining.properties";
  private static final String KEY = "directory.id=";

  private PendingId() {}

  /// Null if there is none.
  static @Nullable String read(Disk disk, Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!disk.exists(file)) {
      return null;
    }
    try (DiskFile open = disk.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.size()));
      open.read(bytes, 0);
      String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
      if (!text.startsWith(KEY)) {
        throw new IdentityException(file + " cannot be read: delete it if the node is new");
      }
      return text.substring(KEY.length());
    }
  }

  static void write(Disk disk, Path directory, String directoryId) throws IOException {
    DurableFiles.replace(disk, directory, NAME, KEY + directoryId + "\n");
  }

  static void forget(Disk disk, Path directory) throws IOException {
    if (disk.exists(directory.resolve(NAME))) {
      disk.delete(directory.resolve(NAME));
    }
  }
}
