package io.headrace.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Locks on the data directories, so that no second process uses them. The operating system lets go
/// of them when the process ends, however it ends.
final class DirectoryLocks implements AutoCloseable {

  private static final String FILE = ".lock";

  private final List<FileChannel> held = new ArrayList<>();

  private DirectoryLocks() {}

  /// Takes the locks of all directories, making those that are not there.
  ///
  /// @throws IOException with one line for the user if one of them cannot be had; then none is held
  static DirectoryLocks take(List<Path> directories) throws IOException {
    var locks = new DirectoryLocks();
    try {
      for (Path directory : directories) {
        locks.lock(directory);
      }
      return locks;
    } catch (IOException e) {
      locks.close();
      throw e;
    }
  }

  private void lock(Path directory) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "cannot write to the data directory " + directory + " (" + reason(e) + ")", e);
    }
    held.add(channel);
    if (tryLock(channel) == null) {
      throw new IOException("the data directory " + directory + " is in use by another process");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another node of this very process
    }
  }

  /// Java's file exceptions have but the path as their message.
  private static String reason(IOException e) {
    return e.getClass()
        .getSimpleName()
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    for (FileChannel channel : held) {
      try {
        channel.close();
      } catch (IOException e) {
        // the lock goes with the process
      }
    }
    held.clear();
  }
}
