package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Small text files that are either as before or as after, whatever happens between.
public final class DurableFiles {

  private DurableFiles() {}

  /// Puts `text` into a file; durable, under its name, when this returns.
  public static void replace(Disk disk, Path directory, String name, String text)
      throws IOException {
    Path next = directory.resolve(name + ".tmp");
    try (DiskFile open = disk.create(next)) {
      open.write(StandardCharsets.UTF_8.encode(text), 0);
      open.sync();
    }
    disk.rename(next, directory.resolve(name));
    disk.syncDirectory(directory);
  }
}
