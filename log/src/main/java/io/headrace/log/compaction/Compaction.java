package io.headrace.log.compaction;

import io.headrace.log.segment.BatchSearch;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run over a log: first [#learn] the last offset of each key in the part that was never
/// compacted, then [#rewrite] group after group of all segments up to there.
///
/// A record stays if no later one in the learnt part has its key. Offsets and batches stay as they
/// are, only with fewer records.
public final class Compaction {

  /// How far one batch may inflate while it is rewritten.
  static final int MAX_INFLATED_BYTES = 1 << 28;

  private final Disk disk;
  private final CompactionRules rules;
  private final OffsetMap offsets = new OffsetMap();
  private final BatchFilter filter;
  private final BatchSearch search = new BatchSearch();
  private long learntTo;

  public Compaction(Disk disk, CompactionRules rules) {
    this.disk = disk;
    this.rules = rules;
    this.filter = new BatchFilter(rules, offsets);
    this.learntTo = rules.firstDirtyOffset();
  }

  /// Reads the keys of these segments as far as memory allows.
  ///
  /// @throws DamagedInputException if a batch is damaged
  public void learn(List<CompactionInput> dirty) throws IOException {
    for (CompactionInput input : dirty) {
      if (!learn(input)) {
        return;
      }
    }
  }

  private boolean learn(CompactionInput input) throws IOException {
    try (DiskFile file = disk.open(input.file())) {
      search.reset(file, input.sizeBytes());
      for (long at = 0; at < input.sizeBytes(); ) {
        RecordBatch batch = batchAt(input, at);
        if (batch.baseOffset() >= rules.firstDirtyOffset() && !batch.isControl()) {
          learn(batch);
        }
        at += batch.sizeInBytes();
        learntTo = batch.nextOffset();
        if (offsets.isFull()) {
          return false;
        }
      }
    }
    learntTo = input.nextOffset();
    return true;
  }

  private void learn(RecordBatch batch) throws IOException {
    try (var cursor = RecordCursor.over(batch, MAX_INFLATED_BYTES)) {
      while (cursor.next()) {
        ByteBuffer key = cursor.key();
        if (key != null) {
          offsets.put(key, cursor.offset());
        }
      }
    }
  }

  /// Everything below this offset is compacted when all segments up to it are rewritten.
  public long learntTo() {
    return learntTo;
  }

  /// Writes what stays of these segments to one new file, and syncs it.
  public CompactedFile rewrite(List<CompactionInput> group, Path target) throws IOException {
    int position = 0;
    long maxTimestamp = RecordBatch.NO_TIMESTAMP;
    long offsetOfMaxTimestamp = group.getFirst().baseOffset();
    try (DiskFile out = disk.create(target)) {
      for (CompactionInput input : group) {
        try (DiskFile file = disk.open(input.file())) {
          search.reset(file, input.sizeBytes());
          for (long at = 0; at < input.sizeBytes(); ) {
            RecordBatch batch = batchAt(input, at);
            at += batch.sizeInBytes();
            ByteBuffer kept = filter.keep(batch);
            if (kept == null) {
              continue;
            }
            RecordBatch written = RecordBatch.at(kept, kept.position());
            if (written.maxTimestamp() > maxTimestamp) {
              maxTimestamp = written.maxTimestamp();
              offsetOfMaxTimestamp = written.lastOffset();
            }
            int bytes = kept.remaining();
            out.write(kept, position);
            position += bytes;
          }
        }
      }
      sync(out, directoryOf(target));
    }
    return new CompactedFile(
        position, maxTimestamp, offsetOfMaxTimestamp, filter.takeRemovedRecords());
  }

  /// A failed sync is told from all other failures: it takes the log directory out of service.
  private void sync(DiskFile out, Path directory) throws IOException {
    try {
      out.sync();
      disk.syncDirectory(directory);
    } catch (IOException e) {
      var failure = new SyncFailedException("sync of " + out.path() + " failed: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  private static Path directoryOf(Path file) {
    @Nullable Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private RecordBatch batchAt(CompactionInput input, long at) throws IOException {
    if (!search.isSound(at, input.baseOffset(), input.nextOffset())) {
      throw new DamagedInputException(input, at);
    }
    return search.batch(at);
  }
}
