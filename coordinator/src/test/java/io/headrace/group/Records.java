package io.headrace.group;

import io.headrace.group.state.GroupRecord;
import io.headrace.group.state.GroupRecordCodec;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads what was written to the log.
final class Records {

  private Records() {}

  static List<GroupRecord> read(ByteBuffer batch) {
    List<GroupRecord> records = new ArrayList<>();
    try (var cursor = RecordCursor.over(RecordBatch.at(batch, batch.position()), 1 << 20)) {
      while (cursor.next()) {
        records.add(
            Objects.requireNonNull(
                new GroupRecordCodec().read(Objects.requireNonNull(cursor.key()), cursor.value())));
      }
    } catch (DamagedBatchException e) {
      throw new AssertionError(e);
    }
    return records;
  }
}
