package io.headrace.log.directory;

import io.headrace.log.segment.BatchSearch;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentState;
import io.headrace.log.segment.Stretch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What the recovery of a log finds missing. Whether that is damage is known at the end only: a
/// later entry of the journal may say that the log begins behind it.
final class Losses {

  private final Segments segments;
  private final List<Loss> losses = new ArrayList<>();
  private final List<SegmentState> missing = new ArrayList<>();

  private record Loss(Segment segment, Stretch stretch) {}

  Losses(Segments segments) {
    this.segments = segments;
  }

  void add(Segment segment, Stretch stretch) {
    losses.add(new Loss(segment, stretch));
  }

  /// A file is not there; the journal may give back what came last in it, but not what was there
  /// before.
  void addFile(SegmentState state) {
    missing.add(state);
  }

  /// Reports what is lost of the segments that are still the log's.
  void report() {
    for (Loss loss : losses) {
      if (!segments.all().contains(loss.segment)) {
        continue;
      }
      if (loss.stretch.isEmpty()) {
        loss.segment.damage().known(loss.stretch); // what was deleted from the front of a file
      } else {
        segments.lose(loss.segment, loss.stretch);
      }
    }
    for (SegmentState state : missing) {
      for (Segment segment : segments.all()) {
        if (segment.baseOffset() == state.baseOffset()) {
          segments.lose(
              segment, new Stretch(state.baseOffset(), state.nextOffset(), 0, state.sizeBytes()));
        }
      }
    }
  }

  /// Reports a segment whose file is not there.
  void report(Segment segment) {
    segments.lose(
        segment, new Stretch(segment.baseOffset(), segment.nextOffset(), 0, segment.sizeBytes()));
    if (segment == segments.lastOrNull()) {
      segments.rollNext();
    }
  }

  /// Reports a segment that has become shorter; rot before its end costs only itself.
  void reportCut(Segment segment, long size, long endOffset, BatchSearch search)
      throws IOException {
    search.reset(segment.handle().file(), size);
    long end = segment.baseOffset();
    long at = 0;
    long soundTo = 0;
    while (at < size) {
      if (search.isSound(at, end, endOffset)) {
        end = search.batch(at).nextOffset();
        at += search.batch(at).sizeInBytes();
        soundTo = at;
      } else {
        at = search.next(at + 1, end, endOffset);
      }
    }
    segments.lose(segment, new Stretch(end, endOffset, (int) soundTo, segment.sizeBytes()));
    segments.rollNext();
  }
}
