package io.headrace.log.directory;

import io.headrace.log.LostRange;
import io.headrace.log.LostRecords;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.Stretch;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts batches of another replica in the place of those that rotted here.
///
/// ```
/// file:   sound | stretch, known to be damaged | sound
///                 written in its place, synced in the background, then known to be sound
/// ```
///
/// Until the sync is over the stretch stays known as damaged, so that nobody reads it and a crash
/// at any point leaves what was there before: damage, which is then restored again.
///
/// Runs on: the reactor; the syncs in the background.
final class Restoration implements LostRecords {

  private final LogServices services;
  private final SegmentedLog log;

  Restoration(SegmentedLog log, LogServices services) {
    this.log = log;
    this.services = services;
  }

  @Override
  public List<LostRange> ranges() {
    List<LostRange> ranges = List.of();
    List<Segment> segments = log.segments().all();
    for (int i = 0; i < segments.size(); i++) {
      for (Stretch stretch : segments.get(i).damage().stretches()) {
        if (!stretch.isEmpty() && stretch.toOffset() > log.startOffset()) {
          ranges = ranges.isEmpty() ? new ArrayList<>() : ranges;
          ranges.add(new LostRange(stretch.fromOffset(), stretch.toOffset(), stretch.bytes()));
        }
      }
    }
    return ranges;
  }

  /// A stretch in the segment that it lies in.
  private record Place(Segment segment, Stretch stretch) {}

  private @Nullable Place placeOf(LostRange lost) {
    for (Segment segment : log.segments().all()) {
      for (Stretch stretch : segment.damage().stretches()) {
        if (stretch.fromOffset() == lost.fromOffset() && stretch.toOffset() == lost.toOffset()) {
          return new Place(segment, stretch);
        }
      }
    }
    return null;
  }

  @Override
  public void restore(LostRange lost, ByteBuffer batches, Restored done) {
    Place place = placeOf(lost);
    LogContext context = services.context();
    if (place == null || context.offlineCause() != null) {
      done.onDone(Restoring.UNFIT);
      return;
    }
    FittingBatches fitting = FittingBatches.of(batches, place.stretch, log.leaderEpochs());
    if (fitting == null) {
      done.onDone(Restoring.UNFIT);
      return;
    }
    try {
      write(place, fitting);
    } catch (NoSpaceException e) {
      done.onDone(Restoring.FAILED);
      return;
    } catch (IOException e) {
      context.goOffline(e);
      done.onDone(Restoring.FAILED);
      return;
    }
    context.inBackground(
        () -> sync(place.segment), failure -> onSynced(place, fitting, failure, done));
  }

  private void write(Place place, FittingBatches fitting) throws IOException {
    if (!services.context().disk().exists(place.segment.handle().path())) {
      place.segment.handle().close();
      place.segment.handle().create();
    }
    place.segment.handle().file().write(fitting.batches(), place.stretch.fromPosition());
  }

  private void sync(Segment segment) throws IOException {
    services.context().syncs().file(segment.handle().path());
    services.context().syncs().directory(segment.directory());
  }

  /// The segment may have been deleted, compacted or cut meanwhile: then so was what was lost.
  private void onSynced(
      Place place, FittingBatches fitting, @Nullable IOException failure, Restored done) {
    LogContext context = services.context();
    if (context.isClosed()) {
      return;
    }
    if (failure != null) {
      context.goOffline(failure);
      done.onDone(Restoring.FAILED);
      return;
    }
    if (log.holds(List.of(place.segment))) {
      place.segment.damage().restored(place.stretch, fitting.rest());
      if (log.segments().damaged().isEmpty()) {
        services.checkpointer().begin(); // or the next start would take it for damaged still
      }
    }
    done.onDone(Restoring.DONE);
  }
}
