package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.PartitionLog;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was read of a compacted log, to be held against everything that was ever appended to it.
final class CompactedContent {

  private record Record(long offset, ByteBuffer key, ByteBuffer value) {}

  private final TreeMap<Long, Record> seen = new TreeMap<>();

  void see(RecordBatch batch) {
    for (Record record : records(batch)) {
      assertThat(seen.put(record.offset, record)).as("seen twice: %s", record).isNull();
    }
  }

  /// Each record is there unchanged, unless a later one has its key, or it is a tombstone.
  void check(PartitionLog log, Collection<ByteBuffer> appended) {
    Map<ByteBuffer, Record> last = new HashMap<>();
    var all = new TreeMap<Long, Record>();
    for (ByteBuffer batch : appended) {
      for (Record record : records(RecordBatch.at(batch, 0))) {
        all.put(record.offset, record);
        last.put(record.key, record);
      }
    }
    seen.forEach(
        (offset, record) -> assertThat(record).as("%s", log.id()).isEqualTo(all.get(offset)));
    for (Record record : last.values()) {
      if (record.offset >= log.startOffset() && record.value != null) {
        assertThat(seen).as("last of its key in %s", log.id()).containsEntry(record.offset, record);
      }
    }
  }

  private static List<Record> records(RecordBatch batch) {
    var records = new ArrayList<Record>();
    try (var cursor = RecordCursor.over(batch, 1 << 20)) {
      while (cursor.next()) {
        records.add(new Record(cursor.offset(), copy(cursor.key()), copy(cursor.value())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return bytes == null
        ? null
        : ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }
}
