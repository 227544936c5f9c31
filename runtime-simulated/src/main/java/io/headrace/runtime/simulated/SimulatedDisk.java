package io.headrace.runtime.simulated;

import io.headrace.runtime.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A disk that forgets what was not synced, tears the last writes, fills up, fails a sync, flips
/// bits, and ends the process inside any call.
///
/// Names are durable only after a sync of their directory; a file's bytes only after a sync of the
/// file. Processes see it through [#openedBy]; the methods here are for who plays fate.
public final class SimulatedDisk {
  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final DirectoryNode root = new DirectoryNode();
  private long calls;
  private long crashAtCall = Long.MAX_VALUE;
  private long fullAtCall = Long.MAX_VALUE;
  private int failingSyncs;
  private Predicate<Path> failingSyncPaths = path -> true;
  private Predicate<Path> ignoredSyncPaths = path -> false;
  private boolean readOnly;
  private Predicate<Path> deadPaths = path -> false;
  private long capacityBytes = Long.MAX_VALUE;

  public SimulatedDisk(SimulatedWorld world) {
    this.world = world;
    this.random = world.random().fork();
  }

  /// This disk as one process sees it.
  Disk openedBy(Life life) {
    return new DiskOfLife(this, life);
  }

  /// Disk calls made so far, by all processes.
  public long calls() {
    return calls;
  }

  /// Ends the process inside the `n`-th call from now, 1 being the next.
  public void crashInCall(long n) {
    crashAtCall = calls + n;
  }

  public void dontCrash() {
    crashAtCall = Long.MAX_VALUE;
  }

  /// The next `count` syncs of files that `paths` accepts fail; what they should have made durable
  /// is lost for good.
  public void failSyncs(int count, Predicate<Path> paths) {
    failingSyncs = count;
    failingSyncPaths = paths;
  }

  /// Plants the bug of a forgotten sync: syncs of these files and directories do nothing.
  public void ignoreSyncs(Predicate<Path> paths) {
    ignoredSyncPaths = paths;
  }

  public void readOnly(boolean on) {
    readOnly = on;
  }

  /// All calls but writes to open files fail where the path is one of these, until other paths are
  /// set: a disk that is dead, or not there.
  public void dead(Predicate<Path> paths) {
    deadPaths = paths;
  }

  /// Room for so many bytes in all files together.
  public void capacityBytes(long bytes) {
    capacityBytes = bytes;
    fullAtCall = Long.MAX_VALUE;
  }

  /// Takes all room before the `n`-th call from now, 1 being the next; [#capacityBytes(long)] gives
  /// it back.
  public void fillUpInCall(long n) {
    fullAtCall = calls + n;
  }

  /// Bytes in all files.
  public long usedBytes() {
    return root.bytes();
  }

  /// Rot: changes one bit of a file, in the cache and on the platter.
  public void flipBit(Path file, long bit) {
    existing(file).flipBit(bit);
  }

  /// Bytes in a file.
  public long sizeOf(Path file) {
    return existing(file).size();
  }

  /// A file's bytes, as processes see them.
  public ByteBuffer contentOf(Path file) {
    FileNode node = existing(file);
    byte[] bytes = new byte[Math.toIntExact(node.size())];
    node.read(0, bytes, bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  /// All files, in the order of their paths.
  public Stream<Path> files() {
    return root.files(Path.of("/"));
  }

  /// Removes a file for good.
  public void destroy(Path file) {
    try {
      DirectoryNode parent = parentOf(file);
      parent.remove(String.valueOf(file.getFileName()));
      parent.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All below a directory is gone for good: there is another disk in the place of the one that was
  /// mounted there. No process may be alive.
  public void erase(Path directory) {
    if (find(directory) instanceof DirectoryNode node) {
      node.clear();
    }
  }

  /// Takes bytes off the end of a file for good.
  public void cut(Path file, int bytes) {
    FileNode node = existing(file);
    node.truncate(Math.max(0, node.size() - bytes));
    node.sync();
  }

  /// Of what was not synced, anything may be lost.
  public void losePower() {
    root.losePower(random);
  }

  // What DiskOfLife builds on.

  /// Enters a call; ends the process if that is its fate. Returns a number that says where within
  /// the call: 0 not here, 1 before its effect, 2 within it, 3 after it.
  int enter(String call, Path path) {
    calls++;
    if (calls == fullAtCall) {
      capacityBytes = usedBytes();
    }
    world.note(call.hashCode() * 31L + path.toString().hashCode());
    if (calls < crashAtCall) {
      return 0;
    }
    crashAtCall = Long.MAX_VALUE;
    return 1 + random.nextInt(3);
  }

  void checkAlive(Path path) throws IOException {
    if (deadPaths.test(path)) {
      throw new IOException(path + ": Input/output error");
    }
  }

  void checkWritable() throws IOException {
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
  }

  long capacityBytes() {
    return capacityBytes;
  }

  long roomBytes() {
    return capacityBytes == Long.MAX_VALUE ? Long.MAX_VALUE : capacityBytes - usedBytes();
  }

  boolean syncFails(Path path) {
    if (failingSyncs > 0 && failingSyncPaths.test(path)) {
      failingSyncs--;
      return true;
    }
    return false;
  }

  boolean syncIgnored(Path path) {
    return ignoredSyncPaths.test(path);
  }

  SimulatedRandom random() {
    return random;
  }

  private FileNode existing(Path path) {
    try {
      return file(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nullable Node find(Path path) {
    Node node = root;
    for (Path name : path.toAbsolutePath().normalize()) {
      if (!(node instanceof DirectoryNode directory)) {
        return null;
      }
      node = directory.get(name.toString());
    }
    return node;
  }

  FileNode file(Path path) throws IOException {
    if (find(path) instanceof FileNode file) {
      return file;
    }
    throw new java.nio.file.NoSuchFileException(path.toString());
  }

  DirectoryNode directory(Path path) throws IOException {
    if (find(path) instanceof DirectoryNode directory) {
      return directory;
    }
    throw new java.nio.file.NoSuchFileException(path.toString());
  }

  DirectoryNode parentOf(Path path) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    return parent == null ? root : directory(parent);
  }

  DirectoryNode root() {
    return root;
  }
}
