package io.headrace.log.directory;

import io.headrace.log.LogConfig;
import io.headrace.log.LogSlice;
import io.headrace.log.ReadRequest;
import io.headrace.log.segment.BatchWalk;
import io.headrace.log.segment.OpenFiles;
import io.headrace.log.segment.Segment;
import io.headrace.record.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The segments of one log in the order of their offsets; the last is the active one.
final class Segments {

  private final Path directory;
  private final OpenFiles files;
  private final List<Segment> all = new ArrayList<>(1);

  Segments(Path directory, OpenFiles files) {
    this.directory = directory;
    this.files = files;
  }

  Path directory() {
    return directory;
  }

  List<Segment> all() {
    return all;
  }

  @Nullable Segment lastOrNull() {
    return all.isEmpty() ? null : all.getLast();
  }

  long sizeBytes() {
    long bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      bytes += all.get(i).sizeBytes();
    }
    return bytes;
  }

  boolean mustRoll(LogConfig config, RecordBatch batch, int bytes) {
    Segment active = all.getLast();
    if (active.sizeBytes() == 0) {
      return false;
    }
    return (long) active.sizeBytes() + bytes > config.segmentBytes()
        || batch.lastOffset() - active.baseOffset() > Integer.MAX_VALUE
        || batch.maxTimestamp() - active.firstTimestamp() > config.segmentMs();
  }

  Segment roll(long baseOffset) throws IOException {
    Segment segment = new Segment(files, directory, baseOffset);
    segment.handle().create();
    all.add(segment);
    return segment;
  }

  Segment found(long baseOffset) {
    Segment segment = new Segment(files, directory, baseOffset);
    all.add(segment);
    return segment;
  }

  /// The segment that holds `offset`, or the one before the gap it lies in; −1 if all begin later.
  int indexOf(long offset) {
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).baseOffset() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  // hot
  @Nullable LogSlice read(ReadRequest request, long endOffset, BatchWalk walk)
      throws IOException {
    for (int i = Math.max(0, indexOf(request.offset())); i < all.size(); i++) {
      Segment segment = all.get(i);
      if (segment.seek(walk, request.offset())) {
        return slice(segment, request, endOffset, walk);
      }
    }
    return null;
  }

  private @Nullable LogSlice slice(
      Segment segment, ReadRequest request, long endOffset, BatchWalk walk) throws IOException {
    long baseOffset = walk.baseOffset();
    if (walk.lastOffset() >= endOffset) {
      return null;
    }
    int position = (int) walk.position();
    int firstBytes = walk.sizeInBytes();
    long firstEnd = walk.lastOffset() + 1;
    if (firstBytes >= request.maxBytes()) {
      return request.orOneBatch() || firstBytes == request.maxBytes()
          ? new LogSlice(segment.slice(position, firstBytes), baseOffset, firstEnd)
          : null;
    }
    long maxPosition = (long) position + request.maxBytes();
    long end = segment.seekEnd(walk, position, maxPosition, endOffset);
    int length = (int) (walk.position() - position);
    return new LogSlice(segment.slice(position, length), baseOffset, end);
  }
}
