package io.headrace.runtime.system;

import io.headrace.runtime.DiskFile;
import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A file of a [FileDisk].
final class FileDiskFile implements DiskFile {

  private final Path path;
  private final SharedChannel shared;

  /// Where the channel's own position stands: only gathering writes use it, and appending ones find
  /// it where they left it.
  private long channelPosition;

  private @Nullable FileChannel uncached;
  private boolean closed;

  FileDiskFile(Path path, FileChannel channel) {
    this.path = path;
    this.shared = new SharedChannel(channel);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long size() throws IOException {
    return shared.channel().size();
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    int bytes = source.remaining();
    FileChannel channel = shared.channel();
    if (uncached != null && DirectWrites.suit(source, position)) {
      channel = uncached;
    }
    try {
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    } catch (IOException e) {
      throw NoSpace.orElse(e, path, bytes);
    }
  }

  /// `FileChannel` gathers only at its own position.
  @Override
  public void write(ByteBuffer[] sources, int count, long position) throws IOException {
    if (count == 1) {
      write(sources[0], position);
      return;
    }
    long left = 0;
    for (int i = 0; i < count; i++) {
      left += sources[i].remaining();
    }
    FileChannel channel = shared.channel();
    try {
      if (channelPosition != position) {
        channel.position(position);
        channelPosition = position;
      }
      while (left > 0) {
        long written = channel.write(sources, 0, count);
        channelPosition += written;
        left -= written;
      }
    } catch (IOException e) {
      channelPosition = -1;
      throw NoSpace.orElse(e, path, left);
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return readFully(shared.channel(), target, position);
  }

  static int readFully(FileChannel channel, ByteBuffer target, long position) throws IOException {
    int total = 0;
    while (target.hasRemaining()) {
      int read = channel.read(target, position + total);
      if (read < 0) {
        break;
      }
      total += read;
    }
    return total;
  }

  /// The time of the last change of its inode, which nobody can set. Two changes within one tick of
  /// the kernel's clock (4 ms, with Linux before 6.13) may have the same.
  @Override
  public long changeStamp() throws IOException {
    return ((FileTime) Files.getAttribute(path, "unix:ctime")).to(TimeUnit.NANOSECONDS);
  }

  /// Cutting a channel also moves its own position back.
  @Override
  public void truncate(long size) throws IOException {
    shared.channel().truncate(size);
    channelPosition = -1;
  }

  @Override
  public void sync() throws IOException {
    try {
      shared.channel().force(false);
    } catch (IOException e) {
      throw NoSpace.orElse(e, path, 0);
    }
  }

  @Override
  public void bypassCache() {
    uncached = DirectWrites.open(path);
  }

  @Override
  public FileSlice slice(long position, int length) {
    shared.hold();
    return new FileDiskSlice(shared, position, length);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      shared.letGo();
      if (uncached != null) {
        uncached.close();
      }
    }
  }
}
