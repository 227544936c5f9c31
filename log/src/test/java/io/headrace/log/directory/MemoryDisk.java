package io.headrace.log.directory;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// A disk that never fails and forgets nothing: for tests of what a log does when all goes well.
final class MemoryDisk implements Disk {

  private final TreeMap<Path, Content> files = new TreeMap<>();
  private final TreeSet<Path> directories = new TreeSet<>();
  long roomBytes = Long.MAX_VALUE;
  boolean syncsFail;

  /// What is done to the bytes shows in no change of the file.
  boolean rotsSilently;

  private long opens;
  private long capacityBytes = Long.MAX_VALUE;

  /// Whatever files hold now, this much more is room for.
  void leaveRoom(long bytes) {
    capacityBytes = usedBytes() + bytes;
  }

  /// How often a file was opened until now.
  long opens() {
    return opens;
  }

  boolean holds(Path file) {
    return files.containsKey(file);
  }

  private long usedBytes() {
    return files.values().stream().mapToLong(content -> content.bytes.length).sum();
  }

  private void requireRoom(long bytes) throws NoSpaceException {
    if (bytes > roomBytes || usedBytes() > capacityBytes - bytes) {
      throw new NoSpaceException("no room for " + bytes);
    }
  }

  private static final class Content {
    private byte[] bytes = {};
  }

  byte[] bytes(Path file) {
    return files.get(file).bytes;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    opens++;
    Content content = files.get(file);
    if (content == null) {
      throw new FileNotFoundException(file.toString());
    }
    return new MemoryFile(file, content);
  }

  @Override
  public DiskFile create(Path file) {
    files.put(file, new Content());
    return new MemoryFile(file, files.get(file));
  }

  @Override
  public boolean exists(Path path) {
    return files.containsKey(path) || directories.contains(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return open(file).size();
  }

  @Override
  public List<String> list(Path directory) {
    var names = new TreeSet<String>();
    for (Path path : files.keySet()) {
      if (directory.equals(path.getParent())) {
        names.add(path.getFileName().toString());
      }
    }
    for (Path path : directories) {
      if (directory.equals(path.getParent())) {
        names.add(path.getFileName().toString());
      }
    }
    return List.copyOf(names);
  }

  @Override
  public void createDirectories(Path directory) {
    for (Path path = directory; path != null; path = path.getParent()) {
      directories.add(path);
    }
  }

  @Override
  public void createDirectory(Path directory) {
    directories.add(directory);
  }

  @Override
  public void rename(Path from, Path to) {
    for (Path path : List.copyOf(files.keySet())) {
      if (path.startsWith(from)) {
        Content content = files.remove(path);
        files.put(path.equals(from) ? to : to.resolve(from.relativize(path)), content);
      }
    }
    if (directories.remove(from)) {
      directories.add(to);
    }
  }

  @Override
  public void delete(Path path) {
    files.remove(path);
    directories.remove(path);
  }

  /// Every file synced until now, in order.
  final List<Path> fileSyncs = new ArrayList<>();

  /// Every directory synced until now, in order.
  final List<Path> directorySyncs = new ArrayList<>();

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new FileNotFoundException(directory.toString());
    }
    directorySyncs.add(directory);
  }

  @Override
  public long totalBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  @Override
  public long usableBytes(Path directory) {
    return Math.min(roomBytes, capacityBytes - usedBytes());
  }

  private final class MemoryFile implements DiskFile {
    private final Path path;
    private final Content content;
    private boolean closed;

    MemoryFile(Path path, Content content) {
      this.path = path;
      this.content = content;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public long size() {
      return content.bytes.length;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      int bytes = source.remaining();
      int end = (int) position + bytes;
      if (end > content.bytes.length) {
        requireRoom(end - content.bytes.length);
        content.bytes = Arrays.copyOf(content.bytes, end);
      }
      source.get(content.bytes, (int) position, bytes);
    }

    @Override
    public void write(ByteBuffer[] sources, int count, long position) throws IOException {
      long at = position;
      for (int i = 0; i < count; i++) {
        int bytes = sources[i].remaining();
        write(sources[i], at);
        at += bytes;
      }
    }

    @Override
    public int read(ByteBuffer target, long position) {
      int bytes = (int) Math.min(target.remaining(), Math.max(0, content.bytes.length - position));
      if (bytes > 0) {
        target.put(content.bytes, (int) position, bytes);
      }
      return bytes;
    }

    @Override
    public long changeStamp() {
      return rotsSilently ? 0 : Arrays.hashCode(content.bytes);
    }

    @Override
    public void truncate(long size) {
      if (size < content.bytes.length) {
        content.bytes = Arrays.copyOf(content.bytes, (int) size);
      }
    }

    @Override
    public void sync() throws IOException {
      if (syncsFail) {
        throw new IOException("sync failed");
      }
      if (closed) {
        throw new ClosedChannelException();
      }
      fileSyncs.add(path);
    }

    @Override
    public FileSlice slice(long position, int length) {
      ByteBuffer bytes = ByteBuffer.wrap(content.bytes).slice((int) position, length);
      return new FileSlice() {
        @Override
        public long position() {
          return position;
        }

        @Override
        public int length() {
          return length;
        }

        @Override
        public int read(ByteBuffer target, int offset) {
          int count = Math.min(target.remaining(), length - offset);
          target.put(bytes.slice(offset, count));
          return count;
        }

        @Override
        public void release() {}
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
