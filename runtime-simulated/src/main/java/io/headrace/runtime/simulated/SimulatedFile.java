package io.headrace.runtime.simulated;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Arrays;

/// An open file of a simulated disk.
final class SimulatedFile implements DiskFile {
  private final DiskOfLife life;
  private final Path path;
  private final FileNode node;
  private boolean closed;

  SimulatedFile(DiskOfLife life, Path path, FileNode node) {
    this.life = life;
    this.path = path;
    this.node = node;
    life.life().onFileOpened();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long size() throws IOException {
    return call("size", node::size);
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    write(bytes, position);
  }

  @Override
  public void write(ByteBuffer[] sources, int count, long position) throws IOException {
    int length = 0;
    for (int i = 0; i < count; i++) {
      length += sources[i].remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (int i = 0; i < count; i++) {
      all.put(sources[i]);
    }
    write(all.array(), position);
  }

  /// As with a channel that is closed, whoever closed it; slices go on.
  private void checkOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private <T> T call(String name, DiskOfLife.Effect<T> effect) throws IOException {
    return life.call(
        name,
        path,
        () -> {
          checkOpen();
          return effect.run();
        });
  }

  private void write(byte[] bytes, long position) throws IOException {
    int fate = life.fateOf("write", path);
    SimulatedDisk disk = life.disk();
    if (fate == 1) {
      throw life.crash("write", path);
    }
    checkOpen();
    disk.checkWritable();
    if (fate == 2) {
      node.write(position, Arrays.copyOf(bytes, disk.random().nextInt(bytes.length + 1)));
      throw life.crash("write", path);
    }
    long growth = Math.max(0, position + bytes.length - node.size());
    long room = disk.roomBytes();
    if (growth > room) {
      int written = (int) Math.max(0, bytes.length - (growth - Math.max(0, room)));
      node.write(position, Arrays.copyOf(bytes, written));
      throw new Disk.NoSpaceException("No space left on device");
    }
    node.write(position, bytes);
    if (fate == 3) {
      throw life.crash("write", path);
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return call("read", () -> readNow(target, position, target.remaining()));
  }

  private int readNow(ByteBuffer target, long position, int length) {
    byte[] bytes = new byte[length];
    int count = node.read(position, bytes, length);
    target.put(bytes, 0, count);
    return count;
  }

  @Override
  public long changeStamp() throws IOException {
    return call("changeStamp", node::changes);
  }

  @Override
  public void truncate(long size) throws IOException {
    call(
        "truncate",
        () -> {
          life.disk().checkWritable();
          node.truncate(size);
          return true;
        });
  }

  @Override
  public void sync() throws IOException {
    call(
        "sync",
        () -> {
          if (life.disk().syncFails(path)) {
            node.failSync();
            throw new IOException("Input/output error");
          }
          if (!life.disk().syncIgnored(path)) {
            node.sync();
          }
          return true;
        });
  }

  @Override
  public FileSlice slice(long position, int length) {
    life.life().onSliceOpened();
    return new FileSlice() {
      private boolean released;

      @Override
      public long position() {
        return position;
      }

      @Override
      public int length() {
        return length;
      }

      @Override
      public int read(ByteBuffer target, int offset) throws IOException {
        int wanted = Math.min(target.remaining(), length - offset);
        return life.call("read", path, () -> readNow(target, position + offset, wanted));
      }

      @Override
      public void release() {
        if (released) {
          throw new IllegalStateException("a slice of " + path + " is released twice");
        }
        released = true;
        life.life().onSliceReleased();
      }
    };
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      life.life().onFileClosed();
    }
    life.call("close", path, () -> true);
  }
}
