package io.headrace.log.segment;

import io.headrace.log.DamagedDataException;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a segment cannot be read, and what of it was checked.
///
/// What is read is checked, checksum and all, so that no reader gets what rotted, and a damaged
/// batch costs no more than itself. What was checked or written a moment ago is trusted, see
/// [Trust].
public final class SegmentDamage {

  /// Hears of damage when it is found, once.
  @FunctionalInterface
  public interface Listener {
    void onDamage(Segment segment, Stretch stretch);
  }

  private final Segment segment;
  private final Listener listener;
  private List<Stretch> stretches = List.of();
  private final Trust trust = new Trust();

  SegmentDamage(Segment segment, Listener listener) {
    this.segment = segment;
    this.listener = listener;
  }

  Listener listener() {
    return listener;
  }

  public List<Stretch> stretches() {
    return stretches;
  }

  /// Takes note of damage known from before.
  public void known(Stretch stretch) {
    add(stretch);
  }

  private void add(Stretch stretch) {
    if (stretches.contains(stretch)) {
      return;
    }
    var more = new ArrayList<>(stretches);
    more.add(stretch);
    more.sort((a, b) -> Integer.compare(a.fromPosition(), b.fromPosition()));
    stretches = more;
  }

  /// A stretch can be read again, but for `rest`.
  public void restored(Stretch stretch, @Nullable Stretch rest) {
    var fewer = new ArrayList<>(stretches);
    fewer.remove(stretch);
    stretches = fewer.isEmpty() ? List.of() : fewer;
    if (rest != null) {
      add(rest);
    }
  }

  /// Whether something of this is known already.
  public boolean overlaps(Stretch other) {
    for (Stretch stretch : stretches) {
      if (stretch.fromPosition() < other.toPosition()
          && other.fromPosition() < stretch.toPosition()) {
        return true;
      }
    }
    return false;
  }

  /// @throws DamagedDataException if the offset is known to be lost
  public void requireReadable(long offset) throws DamagedDataException {
    requireReadable(offset, offset + 1);
  }

  /// @throws DamagedDataException if any offset from `from` on, below `to`, is known to be lost
  void requireReadable(long from, long to) throws DamagedDataException {
    for (int i = 0; i < stretches.size(); i++) {
      Stretch stretch = stretches.get(i);
      if (!stretch.isEmpty() && stretch.fromOffset() < to && from < stretch.toOffset()) {
        throw new DamagedDataException(
            segment.handle().path() + " at " + stretch.fromPosition(),
            stretch.fromOffset(),
            stretch.toOffset());
      }
    }
  }

  void skipKnown(BatchWalk walk) {
    for (int i = 0; i < stretches.size(); i++) {
      Stretch stretch = stretches.get(i);
      if (walk.endPosition() >= stretch.fromPosition()
          && walk.endPosition() < stretch.toPosition()) {
        walk.skipTo(stretch.toPosition());
      }
    }
  }

  /// Where known damage begins at or behind `position`; `limit` if it does not before that.
  public long firstFrom(int position, long limit) {
    for (int i = 0; i < stretches.size(); i++) {
      if (stretches.get(i).fromPosition() >= position) {
        return Math.min(limit, stretches.get(i).fromPosition());
      }
    }
    return limit;
  }

  /// The offset at which the known damage at `position` begins.
  public long offsetAt(int position) {
    for (Stretch stretch : stretches) {
      if (stretch.fromPosition() == position) {
        return stretch.fromOffset();
      }
    }
    throw new IllegalArgumentException("no damage is known at " + position);
  }

  /// Whether the batch the walk is on, which leaves a gap before it, really belongs there: offsets
  /// are outside of the checksum, but the batch behind shows them wrong.
  boolean isInOrder(BatchSearch search, BatchWalk walk) throws IOException {
    search.reset(segment.handle().file(), segment.writtenBytes());
    return !search.isSound(walk.endPosition(), segment.baseOffset(), walk.baseOffset());
  }

  /// Finds the first damage at or behind `from`, where a batch should begin, and takes note of it.
  void find(BatchSearch search, int from) throws IOException {
    search.reset(segment.handle().file(), segment.writtenBytes());
    boolean sure = search.isSound(from, segment.baseOffset(), segment.nextOffset());
    long fromOffset = sure ? search.batch(from).baseOffset() : segment.baseOffset();
    int found = check(search, sure ? from : 0, segment.writtenBytes(), fromOffset);
    if (found == segment.writtenBytes()) {
      throw new IOException("no damage found, though the way was lost: " + segment.handle().path());
    }
  }

  /// Whether everything from `position` on was written a moment ago, and none of it is damaged.
  boolean isTrusted(int position, long nowNs) {
    return stretches.isEmpty() && trust.coversTail(position, nowNs);
  }

  /// How far the batches in `[from, to)` can be read: they are checked unless that was done a while
  /// ago.
  // hot: LogReadBenchmark
  public int readableTo(ReadScratch scratch, int from, int to, long fromOffset, long nowNs)
      throws IOException {
    DiskFile file = segment.handle().file();
    trust.renew(file, segment.writtenBytes(), nowNs);
    int end = (int) firstFrom(from, to);
    int untrustedEnd = Math.min(end, trust.writtenFrom());
    if (from >= untrustedEnd || trust.covers(from, untrustedEnd)) {
      return end;
    }
    Checksums checksums = scratch.checksums();
    int good = (int) checksums.check(file, from, untrustedEnd, fromOffset, segment.nextOffset());
    if (good < untrustedEnd) {
      good = check(scratch.search(), good, untrustedEnd, checksums.soundToOffset());
    }
    trust.onChecked(from, good);
    return good < untrustedEnd ? good : end;
  }

  /// Checks batch after batch; returns where the first damage begins, `to` if there is none.
  private int check(BatchSearch search, int from, int to, long fromOffset) throws IOException {
    search.reset(segment.handle().file(), segment.writtenBytes());
    long expected = fromOffset;
    long at = from;
    while (at < to) {
      long knownEnd = endOfKnown(at);
      if (knownEnd > at) {
        at = knownEnd;
        continue;
      }
      if (!search.isSound(at, expected, segment.nextOffset())) {
        note(search, (int) at, expected);
        return (int) at;
      }
      RecordBatch batch = search.batch(at);
      long gapEnd = batch.baseOffset();
      long nextExpected = batch.nextOffset();
      long next = at + batch.sizeInBytes();
      if (gapEnd > expected && search.isSound(next, expected, gapEnd)) {
        note(search, (int) at, expected);
        return (int) at;
      }
      expected = nextExpected;
      at = next;
    }
    return to;
  }

  private long endOfKnown(long position) {
    for (Stretch stretch : stretches) {
      if (position >= stretch.fromPosition() && position < stretch.toPosition()) {
        return stretch.toPosition();
      }
    }
    return position;
  }

  /// A batch behind the damage that leaves no offset for what was there has a wrong one itself.
  private void note(BatchSearch search, int at, long fromOffset) throws IOException {
    long next = search.next(at + 1L, fromOffset + 1, segment.nextOffset());
    long nextOffset =
        next < segment.writtenBytes() ? search.batch(next).baseOffset() : segment.nextOffset();
    Stretch stretch = new Stretch(fromOffset, nextOffset, at, (int) next);
    add(stretch);
    listener.onDamage(segment, stretch);
  }
}
