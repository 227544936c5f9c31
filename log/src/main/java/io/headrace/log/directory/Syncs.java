package io.headrace.log.directory;

import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/// Syncs of what may be deleted meanwhile, by retention or with its topic; then there is nothing to
/// make durable.
///
/// A failed sync is never tried again, so it is not told as [NoSpaceException] either.
final class Syncs {

  private Syncs() {}

  static void file(Disk disk, Path path) throws IOException {
    DiskFile file;
    try {
      file = disk.open(path);
    } catch (IOException e) {
      if (disk.exists(path)) {
        throw e;
      }
      return;
    }
    try (file) {
      file(file);
    }
  }

  static void file(DiskFile file) throws IOException {
    try {
      file.sync();
    } catch (NoSpaceException e) {
      throw new IOException("sync of " + file.path() + " failed", e);
    }
  }

  static void directory(Disk disk, Path path) throws IOException {
    try {
      disk.syncDirectory(path);
    } catch (IOException e) {
      if (disk.exists(path)) {
        throw new IOException("sync of " + path + " failed", e);
      }
    }
  }
}
