package io.headrace.log.directory;

import io.headrace.log.segment.Segment;
import io.headrace.log.state.EpochTable;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was appended to a log in this turn and is not written yet, and what to return to if it
/// cannot be written.
///
/// Runs on: the reactor.
final class TurnAppends {

  private static final ByteBuffer[] NOTHING = {};

  private final LogContext context;
  private final CutBack cutBack;
  private ByteBuffer[] batches = NOTHING;
  private int count;
  private int bytes;
  private Segment.@Nullable Mark began;
  private int epochBefore;

  TurnAppends(LogContext context, CutBack cutBack) {
    this.context = context;
    this.cutBack = cutBack;
  }

  /// @throws NoSpaceException while they may not be written
  void requireRoom() throws NoSpaceException {
    context.room().requireForAppends();
    cutBack.requireDone();
  }

  boolean isEmpty() {
    return count == 0;
  }

  /// Before the first append: how things stand.
  void begin(Segment segment, EpochTable epochs) {
    began = segment.mark();
    epochBefore = epochs.latest();
  }

  // hot: GroupCommitBenchmark
  void add(ByteBuffer more) {
    if (count == batches.length) {
      batches = Arrays.copyOf(batches, Math.max(4, count * 2));
    }
    batches[count++] = more.duplicate();
    bytes += more.remaining();
  }

  /// The first [#count] are the appends.
  ByteBuffer[] batches() {
    return batches;
  }

  int count() {
    return count;
  }

  int bytes() {
    return bytes;
  }

  /// Takes back what the segment, its file and the epochs know of the appends.
  void undo(@Nullable Segment segment, EpochTable epochs) throws IOException {
    if (segment != null && began != null) {
      if (segment.reset(began)) {
        cutBack.begin(segment);
      }
      epochs.truncateAfter(epochBefore);
    }
    clear();
  }

  void clear() {
    Arrays.fill(batches, 0, count, null);
    count = 0;
    bytes = 0;
    began = null;
  }
}
