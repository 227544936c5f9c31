package io.headrace.log.segment;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a closed segment from end to end, step by step, and finds what of it is damaged.
///
/// Made on the reactor; all else runs in the background, and looks at nothing but the file.
public final class SegmentScan {

  private final Disk disk;
  private final Path path;
  private final long nextOffset;
  private final int sizeBytes;
  private final List<Stretch> known;
  private final List<Stretch> found = new ArrayList<>();
  private final BatchSearch search = new BatchSearch();
  private long expected;
  private long at;

  public SegmentScan(Disk disk, Segment segment) {
    this.disk = disk;
    this.path = segment.handle().path();
    this.expected = segment.baseOffset();
    this.nextOffset = segment.nextOffset();
    this.sizeBytes = segment.sizeBytes();
    this.known = segment.damage().stretches();
  }

  /// Checks about so many bytes more; returns how many it were, 0 at the end.
  public long step(int bytes) throws IOException {
    long from = at;
    try (DiskFile file = disk.open(path)) {
      search.reset(file, sizeBytes);
      while (at < sizeBytes && at < from + bytes) {
        checkNext();
      }
    }
    return at - from;
  }

  public boolean isDone() {
    return at >= sizeBytes;
  }

  private void checkNext() throws IOException {
    for (Stretch stretch : known) {
      if (at >= stretch.fromPosition() && at < stretch.toPosition()) {
        at = stretch.toPosition();
        expected = Math.max(expected, stretch.toOffset());
        return;
      }
    }
    if (!search.isSound(at, expected, nextOffset)) {
      lose(search.next(at + 1, expected, nextOffset));
      return;
    }
    RecordBatch batch = search.batch(at);
    long base = batch.baseOffset();
    long next = batch.nextOffset();
    long end = at + batch.sizeInBytes();
    if (base > expected && search.isSound(end, expected, base)) {
      lose(end); // its offsets, which no checksum covers, are shown wrong by the batch behind
    } else {
      expected = next;
      at = end;
    }
  }

  private void lose(long resumeAt) throws IOException {
    boolean goesOn = resumeAt < sizeBytes && search.isSound(resumeAt, expected, nextOffset);
    long resumeOffset = goesOn ? search.batch(resumeAt).baseOffset() : nextOffset;
    found.add(new Stretch(expected, resumeOffset, (int) at, (int) resumeAt));
    expected = resumeOffset;
    at = resumeAt;
  }

  /// The damage that was not known before.
  public List<Stretch> found() {
    return found;
  }
}
