package io.headrace.runtime.system;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// The file system of the machine. Any thread may call.
public final class FileDisk implements Disk {

  @Override
  public DiskFile open(Path file) throws IOException {
    return new FileDiskFile(
        file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /// The file that is replaced is deleted rather than emptied, so that slices of it stay readable.
  @Override
  public DiskFile create(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
      return new FileDiskFile(
          file,
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      throw NoSpace.orElse(e, directoryOf(file), 0);
    }
  }

  /// Not by [Files#exists]: on a dying disk that says no, and what is there would be made anew.
  @Override
  public boolean exists(Path path) {
    return !Files.notExists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /// Syncs the directory above also when this one is there: it may have been made by a process that
  /// died before its sync.
  @Override
  public void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path path = directory.toAbsolutePath().normalize();
    while (path != null && !Files.isDirectory(path)) {
      if (Files.exists(path)) {
        throw new NotDirectoryException(path.toString());
      }
      missing.push(path);
      path = path.getParent();
    }
    if (missing.isEmpty() && path != null && path.getParent() != null) {
      syncDirectory(path.getParent());
    }
    for (Path each : missing) {
      try {
        Files.createDirectories(each);
      } catch (IOException e) {
        throw NoSpace.orElse(e, directoryOf(each), 0);
      }
      syncDirectory(directoryOf(each));
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    } catch (IOException e) {
      throw NoSpace.orElse(e, directoryOf(directory), 0);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw NoSpace.orElse(e, directoryOf(to), 0);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    requireDirectory(directory);
    return directory.toFile().getUsableSpace();
  }

  @Override
  public long totalBytes(Path directory) throws IOException {
    requireDirectory(directory);
    return directory.toFile().getTotalSpace();
  }

  private static void requireDirectory(Path directory) throws NoSuchFileException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
  }

  private static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
