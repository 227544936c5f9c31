package io.headrace.log.directory;

import io.headrace.log.segment.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Gathers what the journal gives back to one segment, so that many small entries become few
/// writes.
final class RestoreBuffer {

  private static final int MAX_BYTES = 64 << 10;
  private static final int FIRST_BYTES = 1024;

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private @Nullable Segment segment;
  private long position;

  void add(Segment target, long at, ByteBuffer batches) throws IOException {
    boolean fits = bytes.position() + batches.remaining() <= MAX_BYTES;
    if (target != segment || at != position + bytes.position() || !fits) {
      flush();
      segment = target;
      position = at;
    }
    if (bytes.remaining() < batches.remaining()) {
      int needed = bytes.position() + batches.remaining();
      bytes =
          ByteBuffer.allocate(Math.max(Math.max(FIRST_BYTES, needed), bytes.capacity() * 2))
              .put(bytes.flip());
    }
    bytes.put(batches);
  }

  void flush() throws IOException {
    Segment target = segment;
    if (target != null && bytes.position() > 0) {
      target.handle().file().write(bytes.flip(), position);
    }
    bytes.clear();
    segment = null;
  }
}
