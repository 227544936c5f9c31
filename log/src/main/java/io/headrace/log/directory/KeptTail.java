package io.headrace.log.directory;

import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Makes durable what was found beyond the durable end of a file.
///
/// It may come from the page cache of a process whose sync failed: the kernel then takes the pages
/// for clean, and a sync alone would write nothing. So they are written again first.
final class KeptTail {

  private static final int CHUNK_BYTES = 256 << 10;

  private KeptTail() {}

  static void makeDurable(DiskFile file, long from, long to) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, to - from));
    for (long at = from; at < to; at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
      if (file.read(chunk, at) < chunk.limit()) {
        throw new IOException(file.path() + " became shorter while its tail was read");
      }
      file.write(chunk.flip(), at);
    }
    file.sync();
  }
}
