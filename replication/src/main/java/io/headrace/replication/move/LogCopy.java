package io.headrace.replication.move;

import io.headrace.log.LeaderEpochs.EpochEnd;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.runtime.FileSlice;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Fills a log with what another one holds. What does not agree is cut off first, found by epochs
/// and offsets as between two brokers (KIP-595): the other log may have been cut meanwhile, or
/// while this node was down.
///
/// Runs on: the reactor.
final class LogCopy {

  private final PartitionLog source;
  private final PartitionLog copy;
  private final int pieceBytes;
  private boolean mending;

  /// @param pieceBytes how much is read and appended in one turn
  LogCopy(PartitionLog source, PartitionLog copy, int pieceBytes) {
    this.source = source;
    this.copy = copy;
    this.pieceBytes = pieceBytes;
  }

  /// Whether the copy holds nothing that the log does not, and can go on at its end. If not, that
  /// is mended, and `mended` is called.
  boolean agree(SyncLane.Completion mended) throws IOException {
    if (copy.endOffset() < source.startOffset()) {
      long start = firstBatch();
      if (start > copy.endOffset()) {
        mending = true;
        copy.startAt(start, failure -> onMended(failure, mended));
        return false;
      }
    } else if (!isPrefix()) {
      mending = true;
      copy.truncateTo(lastAgreed(), failure -> onMended(failure, mended));
      return false;
    }
    return true;
  }

  private void onMended(@Nullable IOException failure, SyncLane.Completion then) {
    mending = false;
    then.onDone(failure);
  }

  /// While that is so, nothing else may be done to the copy.
  boolean isMending() {
    return mending;
  }

  /// A log may begin within a batch.
  private long firstBatch() throws IOException {
    LogSlice slice = read(source.startOffset());
    if (slice == null) {
      return source.startOffset();
    }
    slice.bytes().release();
    return Math.min(slice.baseOffset(), source.startOffset());
  }

  /// Whether the log has everything that the copy has, as it has it.
  boolean isPrefix() {
    int epoch = copy.leaderEpochs().latest();
    if (copy.endOffset() == copy.startOffset() || copy.endOffset() <= source.startOffset()) {
      return copy.endOffset() <= source.endOffset();
    }
    EpochEnd theirs = source.leaderEpochs().endOf(epoch, source.endOffset());
    return theirs.epoch() == epoch && copy.endOffset() <= theirs.endOffset();
  }

  private long lastAgreed() {
    EpochEnd theirs = source.leaderEpochs().endOf(copy.leaderEpochs().latest(), source.endOffset());
    long end = copy.leaderEpochs().agreedEnd(theirs, copy.endOffset());
    return Math.max(end, copy.startOffset());
  }

  /// Whether the copy can take the log's place, nothing less on its disk.
  boolean isWhole() {
    return isPrefix()
        && copy.startOffset() == source.startOffset()
        && copy.endOffset() == source.endOffset()
        && copy.syncedEnd() == source.endOffset()
        && copy.lost().ranges().isEmpty();
  }

  /// Appends the next piece; returns its bytes, 0 if there is none.
  int some() throws IOException {
    LogSlice slice = read(Math.max(copy.endOffset(), source.startOffset()));
    if (slice == null) {
      return 0;
    }
    FileSlice bytes = slice.bytes();
    ByteBuffer piece = ByteBuffer.allocate(bytes.length());
    try {
      bytes.read(piece, 0);
    } finally {
      bytes.release();
    }
    copy.append(piece.flip());
    return piece.limit();
  }

  /// The same; false if there is none, or the copy does not take it.
  boolean advances() throws IOException {
    long before = copy.endOffset();
    return some() > 0 && copy.endOffset() > before;
  }

  boolean hasAll() {
    return copy.endOffset() >= source.endOffset();
  }

  private @Nullable LogSlice read(long offset) throws IOException {
    return source.read(new ReadRequest(offset, source.writtenEnd(), pieceBytes, true));
  }
}
