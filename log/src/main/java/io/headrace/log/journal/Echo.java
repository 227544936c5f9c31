package io.headrace.log.journal;

import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;

/// What a frame says, in short: each frame begins with that of the frame before. If one rots, the
/// next still says which logs it made durable, and up to where.
///
/// Batches become an entry of how far they reach; the other entries are short and stay as they are.
final class Echo {

  private static final int ID_BYTES = JournalFormat.ENTRY_HEADER_BYTES;

  private Echo() {}

  /// Appends the short form of these entries, which are not moved.
  static void write(ByteBuffer entries, Frame frame) {
    int at = entries.position();
    while (at < entries.limit()) {
      int bodyAt = at + ID_BYTES;
      switch (entries.get(at)) {
        case JournalFormat.DATA -> {
          int batchesAt = bodyAt + JournalFormat.EXTENT_BYTES;
          int endAt = batchesAt + entries.getInt(bodyAt + 12);
          end(entries, at, lastBatch(entries, batchesAt, endAt), frame);
          at = endAt;
        }
        case JournalFormat.EXTENT -> {
          int headersAt = bodyAt + JournalFormat.EXTENT_BYTES + 4;
          int endAt = headersAt + entries.getInt(headersAt - 4) * RecordBatch.HEADER_BYTES;
          end(entries, at, endAt - RecordBatch.HEADER_BYTES, frame);
          at = endAt;
        }
        case JournalFormat.START -> at = copy(entries, at, JournalFormat.START_BYTES, frame);
        case JournalFormat.DROP -> at = copy(entries, at, 0, frame);
        case JournalFormat.SWAP -> at = copy(entries, at, JournalFormat.SWAP_BYTES, frame);
        default -> throw new IllegalArgumentException("entry of type " + entries.get(at));
      }
    }
  }

  private static int lastBatch(ByteBuffer entries, int from, int to) {
    int last = from;
    for (int at = from; at < to; ) {
      last = at;
      at += entries.getInt(at + RecordBatch.LENGTH_AT) + RecordBatch.LOG_OVERHEAD_BYTES;
    }
    return last;
  }

  private static void end(ByteBuffer entries, int at, int lastHeaderAt, Frame frame) {
    ByteBuffer out = frame.room(ID_BYTES + JournalFormat.END_BYTES);
    int extentAt = at + ID_BYTES;
    out.put(JournalFormat.END);
    out.put(out.position(), entries, at + 1, ID_BYTES - 1).position(out.position() + ID_BYTES - 1);
    out.putLong(entries.getLong(extentAt))
        .putInt(entries.getInt(extentAt + 8) + entries.getInt(extentAt + 12))
        .putLong(
            entries.getLong(lastHeaderAt + RecordBatch.BASE_OFFSET_AT)
                + entries.getInt(lastHeaderAt + RecordBatch.LAST_OFFSET_DELTA_AT)
                + 1);
  }

  private static int copy(ByteBuffer entries, int at, int bodyBytes, Frame frame) {
    int bytes = ID_BYTES + bodyBytes;
    ByteBuffer out = frame.room(bytes);
    out.put(out.position(), entries, at, bytes).position(out.position() + bytes);
    return at + bytes;
  }
}
