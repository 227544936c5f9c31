package io.headrace.log.directory;

import io.headrace.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;

/// Files and directories that nobody needs any more and that are deleted after a while
/// (`file.delete.delay.ms`). They have been renamed, so that a restart deletes what is left.
///
/// Runs on: the reactor; the deleting in the background.
final class Deletions {

  private final LogContext context;
  private final ArrayDeque<Due> waiting = new ArrayDeque<>();

  private record Due(long atNs, Path path) {}

  Deletions(LogContext context) {
    this.context = context;
  }

  void schedule(Path path, long delayMs) {
    waiting.add(new Due(context.ports().clock().nowNs() + delayMs * 1_000_000, path));
  }

  void deleteSoon(Path path) {
    schedule(path, 0);
  }

  /// Deletes what is due.
  void tick() {
    long nowNs = context.ports().clock().nowNs();
    while (!waiting.isEmpty() && waiting.peek().atNs <= nowNs) {
      Path path = waiting.remove().path;
      Disk disk = context.disk();
      context.ports().background().run(() -> deleteQuietly(disk, path));
    }
  }

  /// In the background. What cannot be deleted now is found and deleted after the next start.
  private static void deleteQuietly(Disk disk, Path path) {
    try {
      deleteTree(disk, path);
    } catch (IOException e) {
      return;
    }
  }

  static void deleteTree(Disk disk, Path path) throws IOException {
    for (String name : disk.list(path)) {
      disk.delete(path.resolve(name));
    }
    disk.delete(path);
  }
}
