package io.headrace.runtime.system;

import io.headrace.runtime.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/// A stretch of a file of a [FileDisk]. Its channel lets the network send it by `sendfile`.
public final class FileDiskSlice implements FileSlice {

  private final SharedChannel shared;
  private final long position;
  private final int length;
  private final AtomicBoolean released = new AtomicBoolean();

  /// The slice must already hold `shared`.
  FileDiskSlice(SharedChannel shared, long position, int length) {
    this.shared = shared;
    this.position = position;
    this.length = length;
  }

  /// Open until [#release]. Only for positional reads and transfers.
  public FileChannel channel() {
    return shared.channel();
  }

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
    if (offset < 0 || offset > length) {
      throw new IndexOutOfBoundsException("offset " + offset + " of a slice of " + length);
    }
    int limit = target.limit();
    target.limit(target.position() + Math.min(target.remaining(), length - offset));
    try {
      return FileDiskFile.readFully(shared.channel(), target, position + offset);
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void release() {
    if (!released.compareAndSet(false, true)) {
      throw new IllegalStateException("a slice is released once");
    }
    shared.letGoAfterReading();
  }
}
