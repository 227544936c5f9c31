package io.headrace.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Locks on the data directories, so that no second process uses them. The operating system lets go
/// of them when the process ends, however it ends.
///
/// A directory that cannot be locked is dead, and done without. Not so the first, which holds the
/// metadata.
final class DirectoryLocks implements AutoCloseable {

  private static final String FILE = ".lock";

  private final List<FileChannel> held = new ArrayList<>();
  private final Map<Path, IOException> dead = new LinkedHashMap<>();

  private DirectoryLocks() {}

  /// Takes the locks of all directories, making those that are not there.
  ///
  /// @throws IOException with one line for the user if the first cannot be had, or another process
  ///   uses any of them; then none is held
  static DirectoryLocks take(List<Path> directories) throws IOException {
    var locks = new DirectoryLocks();
    try {
      locks.lockFirst(directories.getFirst());
      for (Path directory : directories.subList(1, directories.size())) {
        locks.lockUnlessDead(directory);
      }
      return locks;
    } catch (IOException e) {
      locks.close();
      throw e;
    }
  }

  /// @throws IOException why the directory is dead, if it is
  void requireHeld(Path directory) throws IOException {
    IOException why = dead.get(directory);
    if (why != null) {
      throw new IOException(why.getMessage(), why);
    }
  }

  private void lockFirst(Path directory) throws IOException {
    try {
      lock(directory);
    } catch (InUseException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "; it holds the metadata, without which the node cannot start", e);
    }
  }

  private void lockUnlessDead(Path directory) throws IOException {
    try {
      lock(directory);
    } catch (InUseException e) {
      throw e;
    } catch (IOException e) {
      dead.put(directory, e);
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
      throw new InUseException(directory);
    }
  }

  private static final class InUseException extends IOException {
    private static final long serialVersionUID = 1L;

    InUseException(Path directory) {
      super("the data directory " + directory + " is in use by another process");
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
