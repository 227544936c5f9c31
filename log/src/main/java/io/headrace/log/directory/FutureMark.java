package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// An empty file in the directory of a log that is a future one: it is on its way here from another
/// log directory, and counts only once the file is gone.
final class FutureMark {

  static final String FILE = "future";

  private FutureMark() {}

  static boolean isAmong(List<String> names) {
    return names.contains(FILE);
  }

  /// Makes a log's directory with the mark in it. It is never there without, not even after a power
  /// cut: it gets its name when the mark is durable.
  static void makeDirectory(Disk disk, Path directory, PartitionId id) throws IOException {
    Path unnamed = directory.resolveSibling(id + "." + FILE + Recovery.DELETED);
    disk.createDirectory(unnamed);
    disk.create(unnamed.resolve(FILE)).close();
    disk.syncDirectory(unnamed);
    disk.rename(unnamed, directory);
  }

  /// From now on the log counts. Durable when this returns.
  static void remove(LogContext context, Path directory) throws IOException {
    context.disk().delete(directory.resolve(FILE));
    context.syncs().directory(directory);
  }
}
