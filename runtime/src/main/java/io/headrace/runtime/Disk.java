package io.headrace.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Files and directories, as the core may see them.
///
/// Calls are synchronous: reads and writes go through the page cache, which costs a copy, not a
/// wait. Only syncs wait for the device; those on the path of a produce run on a [SyncLane]
/// (decision 0002). What was not synced may be lost, torn, or reordered by a power cut; a file's
/// name is durable only after [#syncDirectory].
///
/// Every call may throw [IOException] (the world failing), also [NoSpaceException]. A simulated
/// disk may also end the node inside any call.
public interface Disk {

  /// Opens an existing file for reading and writing.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none
  DiskFile open(Path file) throws IOException;

  /// Makes a new, empty file, replacing one of that name.
  DiskFile create(Path file) throws IOException;

  /// Where that cannot be told it may say so, or yes: who opens it hears why.
  boolean exists(Path path) throws IOException;

  /// Bytes in a file.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none
  long size(Path file) throws IOException;

  /// What is in a directory (names only, sorted); empty if there is no such directory.
  List<String> list(Path directory) throws IOException;

  /// Makes a directory and those above it; no error if it is there. The new names are durable when
  /// this returns.
  void createDirectories(Path directory) throws IOException;

  /// Makes a directory in one that is there; no error if it is there already. Its name is durable
  /// after [#syncDirectory] of the one above, so that many can be made at the cost of one sync.
  void createDirectory(Path directory) throws IOException;

  /// Renames a file or directory, replacing a file of the target's name atomically.
  void rename(Path from, Path to) throws IOException;

  /// Deletes a file or an empty directory; no error if there is none.
  void delete(Path path) throws IOException;

  /// Makes the names in a directory durable: files created, renamed, and deleted in it.
  void syncDirectory(Path directory) throws IOException;

  /// Bytes of the file system that holds this directory, used or not.
  long totalBytes(Path directory) throws IOException;

  /// Bytes that can still be written under this directory.
  long usableBytes(Path directory) throws IOException;

  /// The disk has no room: writing may succeed again later.
  final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSpaceException(String message) {
      super(message);
    }
  }
}
