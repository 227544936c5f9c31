package io.headrace.microbench.stage;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// A disk that remembers names and sizes and no bytes, so that any amount can be written and what
/// is measured is the way there. Reading gives zeros.
public final class SizesOnlyDisk implements Disk {

  private static final long TOTAL_BYTES = 1L << 50;

  private final TreeMap<Path, SizedFile> files = new TreeMap<>();
  private final TreeSet<Path> directories = new TreeSet<>();

  @Override
  public DiskFile open(Path file) throws IOException {
    return existing(file);
  }

  private SizedFile existing(Path file) throws NoSuchFileException {
    SizedFile found = files.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found;
  }

  @Override
  public DiskFile create(Path file) {
    var made = new SizedFile(file);
    files.put(file, made);
    return made;
  }

  @Override
  public boolean exists(Path path) {
    return files.containsKey(path) || directories.contains(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return existing(file).size();
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

  /// Of files only: benchmarks delete no partition.
  @Override
  public void rename(Path from, Path to) throws IOException {
    files.put(to, existing(from));
    files.remove(from);
  }

  @Override
  public void delete(Path path) {
    files.remove(path);
    directories.remove(path);
  }

  @Override
  public void syncDirectory(Path directory) {}

  @Override
  public long totalBytes(Path directory) {
    return TOTAL_BYTES;
  }

  @Override
  public long usableBytes(Path directory) {
    return TOTAL_BYTES;
  }

  private static final class SizedFile implements DiskFile {

    private final Path path;
    private long size;

    SizedFile(Path path) {
      this.path = path;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void write(ByteBuffer source, long position) {
      size = Math.max(size, position + source.remaining());
      source.position(source.limit());
    }

    @Override
    public void write(ByteBuffer[] sources, int count, long position) {
      long end = position;
      for (int i = 0; i < count; i++) {
        end += sources[i].remaining();
        sources[i].position(sources[i].limit());
      }
      size = Math.max(size, end);
    }

    @Override
    public int read(ByteBuffer target, long position) {
      int bytes = (int) Math.clamp(size - position, 0, target.remaining());
      for (int i = 0; i < bytes; i++) {
        target.put((byte) 0);
      }
      return bytes;
    }

    @Override
    public long changeStamp() {
      return size;
    }

    @Override
    public void truncate(long newSize) {
      size = Math.min(size, newSize);
    }

    @Override
    public void sync() {}

    @Override
    public FileSlice slice(long position, int length) {
      throw new UnsupportedOperationException("nothing can be read from " + path);
    }

    @Override
    public void close() {}
  }
}
