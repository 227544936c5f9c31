package io.headrace.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// One open file. One thread writes; reads may come from others.
public interface DiskFile extends AutoCloseable {

  Path path();

  long size() throws IOException;

  /// Writes all that remains in `source` at `position`, through the page cache. When this throws,
  /// any part of it may have been written.
  void write(ByteBuffer source, long position) throws IOException;

  /// Writes all that remains in each of `sources[0..count)`, one after the other from `position`,
  /// in as few system calls as can be.
  void write(ByteBuffer[] sources, int count, long position) throws IOException;

  /// Reads at `position` until `target` is full or the file ends; returns the bytes read, 0 at the
  /// end of the file.
  int read(ByteBuffer target, long position) throws IOException;

  /// Tells changes of the file's bytes: as long as the answer stays the same, nobody has written to
  /// it, this process or another. What the disk does to bytes by itself does not show.
  long changeStamp() throws IOException;

  /// Cuts the file to `size` bytes; no effect if it is shorter.
  void truncate(long size) throws IOException;

  /// Makes everything written before this call durable, with the metadata needed to read it
  /// (fdatasync). Blocks: not for the reactor while it serves.
  void sync() throws IOException;

  /// From now on, writes of whole aligned blocks go past the page cache where the system can do
  /// that: for what is written to be synced at once, and read only after a crash. What a write
  /// promises stays the same.
  default void bypassCache() {}

  /// A stretch of this file that can be sent without passing through the heap. The slice keeps the
  /// file readable until [FileSlice#release], also when the file is closed or deleted meanwhile.
  FileSlice slice(long position, int length);

  @Override
  void close() throws IOException;
}
