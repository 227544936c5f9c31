package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.snapshot.SnapshotWriter;

/// A snapshot that is being written.
///
/// Runs on: the metadata log's sync lane.
final class SnapshotPieces implements AutoCloseable {

  /// Records that go into one batch.
  private static final int BATCH_RECORDS = 1_000;

  /// Some hundredths of a second of work, and at most a few megabytes.
  private static final int BATCHES_PER_PIECE = 10;

  private final SnapshotWriter<MetadataRecord> writer;
  private final Iterator<MetadataRecord> records;

  SnapshotPieces(SnapshotWriter<MetadataRecord> writer, Iterator<MetadataRecord> records) {
    this.writer = writer;
    this.records = records;
  }

  /// The first offset that it does not stand for.
  long endOffset() {
    return writer.snapshotId().offset();
  }

  /// Writes some more; true if that was all, and the snapshot is in its place.
  boolean writeNext() {
    for (int batch = 0; batch < BATCHES_PER_PIECE && records.hasNext(); batch++) {
      writer.append(nextBatch());
    }
    if (records.hasNext()) {
      return false;
    }
    writer.freeze();
    return true;
  }

  private List<MetadataRecord> nextBatch() {
    var batch = new ArrayList<MetadataRecord>(BATCH_RECORDS);
    while (batch.size() < BATCH_RECORDS && records.hasNext()) {
      batch.add(records.next());
    }
    return batch;
  }

  /// What is not in its place is given up.
  @Override
  public void close() {
    writer.close();
  }
}
