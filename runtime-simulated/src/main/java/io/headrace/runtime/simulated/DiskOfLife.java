package io.headrace.runtime.simulated;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.List;

/// The disk as one process sees it. After the process's death every call throws [SimulatedCrash].
final class DiskOfLife implements Disk {

  /// What a call does to the disk, for [#call].
  interface Effect<T> {
    T run() throws IOException;
  }

  private final SimulatedDisk disk;
  private final Life life;

  DiskOfLife(SimulatedDisk disk, Life life) {
    this.disk = disk;
    this.life = life;
  }

  Life life() {
    return life;
  }

  SimulatedDisk disk() {
    return disk;
  }

  /// Runs one call, with the crash before or after its effect if that is its fate; a call that can
  /// be torn in the middle asks [#fateOf] itself.
  <T> T call(String name, Path path, Effect<T> effect) throws IOException {
    int fate = fateOf(name, path);
    if (fate == 1 || fate == 2) {
      throw crash(name, path);
    }
    disk.checkAlive(path);
    T result = effect.run();
    if (fate == 3) {
      throw crash(name, path);
    }
    return result;
  }

  int fateOf(String name, Path path) {
    if (!life.alive()) {
      throw new SimulatedCrash("after death: " + name + " " + path);
    }
    return disk.enter(name, path);
  }

  SimulatedCrash crash(String name, Path path) {
    life.end();
    return new SimulatedCrash(name + " " + path);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return call("open", file, () -> new SimulatedFile(this, file, disk.file(file)));
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return call(
        "create",
        file,
        () -> {
          disk.checkWritable();
          checkRoom();
          FileNode node = new FileNode();
          disk.parentOf(file).put(nameOf(file), node);
          return new SimulatedFile(this, file, node);
        });
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return call("exists", path, () -> disk.find(path) != null);
  }

  @Override
  public long size(Path file) throws IOException {
    return call("size", file, () -> disk.file(file).size());
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return call(
        "list",
        directory,
        () -> disk.find(directory) instanceof DirectoryNode node ? node.names() : List.of());
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    call(
        "createDirectories",
        directory,
        () -> {
          DirectoryNode at = disk.root();
          for (Path name : directory.toAbsolutePath().normalize()) {
            Node next = at.get(name.toString());
            if (next == null) {
              disk.checkWritable();
              next = new DirectoryNode();
              at.put(name.toString(), next);
              at.sync();
            }
            if (!(next instanceof DirectoryNode below)) {
              throw new java.nio.file.FileAlreadyExistsException(directory.toString());
            }
            at = below;
          }
          return true;
        });
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    call(
        "createDirectory",
        directory,
        () -> {
          DirectoryNode parent = disk.parentOf(directory);
          Node there = parent.get(nameOf(directory));
          if (there == null) {
            disk.checkWritable();
            checkRoom();
            parent.put(nameOf(directory), new DirectoryNode());
          } else if (!(there instanceof DirectoryNode)) {
            throw new java.nio.file.FileAlreadyExistsException(directory.toString());
          }
          return true;
        });
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    call(
        "rename",
        from,
        () -> {
          disk.checkWritable();
          DirectoryNode parent = disk.parentOf(from);
          DirectoryNode target = disk.parentOf(to);
          Node node = parent.get(nameOf(from));
          if (node == null) {
            throw new java.nio.file.NoSuchFileException(from.toString());
          }
          if (parent == target) {
            parent.rename(nameOf(from), nameOf(to));
          } else {
            target.put(nameOf(to), node);
            parent.remove(nameOf(from));
          }
          return true;
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    call(
        "delete",
        path,
        () -> {
          disk.checkWritable();
          Node node = disk.find(path);
          if (node instanceof DirectoryNode directory && !directory.names().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
          }
          if (node != null) {
            disk.parentOf(path).remove(nameOf(path));
          }
          return true;
        });
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    call(
        "syncDirectory",
        directory,
        () -> {
          DirectoryNode node = disk.directory(directory);
          if (disk.syncFails(directory)) {
            throw new IOException("Input/output error");
          }
          if (!disk.syncIgnored(directory)) {
            node.sync();
          }
          return true;
        });
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return call("usableBytes", directory, () -> Math.max(0, disk.roomBytes()));
  }

  /// A name takes room too, though no bytes of a file.
  private void checkRoom() throws NoSpaceException {
    if (disk.roomBytes() <= 0) {
      throw new NoSpaceException("No space left on device");
    }
  }

  @Override
  public long totalBytes(Path directory) throws IOException {
    return call("totalBytes", directory, disk::capacityBytes);
  }

  private static String nameOf(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("a path without a name: " + path);
    }
    return name.toString();
  }
}
