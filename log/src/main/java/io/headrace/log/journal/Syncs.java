package io.headrace.log.journal;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/// All syncs of a log directory in service. What is synced may be deleted meanwhile, by retention
/// or with its topic; then there is nothing to make durable.
///
/// A failed sync is never tried again, so it is not told as [NoSpaceException] either. And once one
/// has failed, none succeeds: the kernel has dropped what it could not write, so the next sync of
/// the same file, by a commit or a checkpoint that has not heard yet, would find nothing to do and
/// no fault.
///
/// Runs on: the lane and the background.
public final class Syncs {

  private final Disk disk;
  private volatile boolean failed;

  public Syncs(Disk disk) {
    this.disk = disk;
  }

  public void file(Path path) throws IOException {
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

  public void file(DiskFile file) throws IOException {
    try {
      file.sync();
    } catch (IOException e) {
      failed = true;
      throw new IOException("sync of " + file.path() + " failed: " + e.getMessage(), e);
    }
    requireNoneFailed();
  }

  /// If it is not there any more, that is made durable instead: otherwise a power cut could bring
  /// it back without the names that what is written next takes to be durable.
  public void directory(Path path) throws IOException {
    try {
      disk.syncDirectory(path);
    } catch (IOException e) {
      Path above = path.getParent();
      if (above == null || disk.exists(path)) {
        failed = true;
        throw new IOException("sync of " + path + " failed: " + e.getMessage(), e);
      }
      directory(above);
    }
    requireNoneFailed();
  }

  /// To be asked between a sync and saying that something is durable.
  public void requireNoneFailed() throws IOException {
    if (failed) {
      throw new IOException("another sync in this directory has failed");
    }
  }
}
