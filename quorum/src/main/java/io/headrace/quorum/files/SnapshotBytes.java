package io.headrace.quorum.files;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.record.internal.UnalignedMemoryRecords;
import org.apache.kafka.common.record.internal.UnalignedRecords;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.RawSnapshotReader;

/// A snapshot in memory.
record SnapshotBytes(OffsetAndEpoch snapshotId, ByteBuffer bytes) implements RawSnapshotReader {

  @Override
  public long sizeInBytes() {
    return bytes.limit();
  }

  @Override
  public UnalignedRecords slice(long position, int size) {
    int at = Math.toIntExact(position);
    return new UnalignedMemoryRecords(bytes.slice(at, Math.min(size, bytes.limit() - at)));
  }

  @Override
  public Records records() {
    return MemoryRecords.readableRecords(bytes.duplicate());
  }
}
