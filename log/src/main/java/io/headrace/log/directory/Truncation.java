package io.headrace.log.directory;

import io.headrace.log.segment.BatchWalk;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentCut;
import io.headrace.log.segment.SegmentNames;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerState;
import io.headrace.log.state.ProducerTable;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Cuts the end off a log.
///
/// ```
/// commits done ---> cut in memory ---> checkpoint ---> files cut, synced ---> may be appended to
///       nothing of the log is      a crash before:    a crash before: the files are longer than
///       on its way any more        all is as it was   the checkpoint says, so all is as it was
/// ```
///
/// Until it is over nothing is appended, so a crash leaves the log whole, cut, or cut in part,
/// never a mix of old records and new ones; who asked for the cut compares epochs again after a
/// start. And as the checkpoint says where the log ends before the files do, what is missing from
/// them is never taken for damage.
///
/// Runs on: the reactor; files are cut in the background.
final class Truncation {

  private final LogServices services;
  private final Segments segments;
  private final LogStart start;
  private final EpochTable epochs;
  private final ProducerTable producers;
  private final LongConsumer onEnd;
  private boolean underWay;
  private boolean closed;
  private SyncLane.@Nullable Completion done;

  /// @param onEnd hears where the log ends now, before that is durable
  Truncation(LogServices services, FoundLog log, LogStart start, LongConsumer onEnd) {
    this.services = services;
    this.segments = log.segments();
    this.start = start;
    this.epochs = log.epochs();
    this.producers = log.producers();
    this.onEnd = onEnd;
  }

  /// While one is, the log does not change otherwise.
  boolean isUnderWay() {
    return underWay;
  }

  void requireNone() {
    if (underWay) {
      throw new IllegalStateException("the end of " + segments.directory() + " is being cut off");
    }
  }

  /// Cuts off what reaches `offset`, which is below the end of the log.
  void begin(long offset, SyncLane.Completion whenDone) {
    afterCommits(whenDone, () -> cut(Math.max(offset, start.offset())));
  }

  /// Forgets everything; the log begins at `offset`, which is not below its end.
  void startAnew(long offset, SyncLane.Completion whenDone) {
    afterCommits(whenDone, () -> start.move(offset, this::onBegunAnew));
  }

  private void onBegunAnew(@Nullable IOException failure) {
    if (failure == null) {
      services.checkpointer().begin(); // a restart knows from it that nobody is known
    }
    end(failure);
  }

  /// Runs `change` when nothing of the log is on its way to the disk; it must end with [#end].
  private void afterCommits(SyncLane.Completion whenDone, Runnable change) {
    underWay = true;
    done = whenDone;
    services
        .commits()
        .afterCommits(failure -> {
          if (failure != null) {
            end(failure);
          } else if (!closed) {
            change.run();
          }
        });
  }

  /// What was begun is done, or has failed.
  void end(@Nullable IOException failure) {
    SyncLane.Completion hears = done;
    if (hears != null && !closed) {
      underWay = false;
      done = null;
      hears.onDone(failure);
    }
  }

  /// Cuts the segments in memory, and sees to it that the files follow.
  private void cut(long offset) {
    List<Path> gone = new ArrayList<>();
    try {
      long end = offset;
      while (segments.lastOrNull() != null && segments.active().nextOffset() > offset) {
        var place = new SegmentCut(segments.active(), offset, services.context().scratch());
        end = Math.min(end, place.endOffset());
        if (place.position() > 0) {
          shorten(segments.active(), place);
          break;
        }
        takeOut(segments.active(), gone);
      }
      end = Math.max(end, start.offset()); // which may lie within the last batch that went
      onEnd.accept(end);
      epochs.truncateFrom(end);
      cutProducers(end);
    } catch (IOException e) {
      services.context().goOffline(e);
      return;
    }
    Segment last = segments.lastOrNull();
    services.checkpointer().afterNext(() -> cutFiles(gone, last));
    services.checkpointer().begin();
  }

  private void shorten(Segment last, SegmentCut place) throws IOException {
    Segment front = place.front();
    takeOut(last, new ArrayList<>());
    segments.add(front);
    services.checkpointer().onWritten(front);
  }

  private void takeOut(Segment last, List<Path> gone) throws IOException {
    segments.forget(last);
    last.durability().onSynced();
    last.handle().close();
    gone.add(last.handle().path());
    gone.add(SegmentNames.offsetIndex(segments.directory(), last.baseOffset()));
    gone.add(SegmentNames.timeIndex(segments.directory(), last.baseOffset()));
  }

  private void cutFiles(List<Path> gone, @Nullable Segment last) {
    if (closed) {
      return; // a log made again under the same id may have files of these names
    }
    Path shorter = last == null ? null : last.handle().path();
    int size = last == null ? 0 : last.sizeBytes();
    services.context().inBackground(() -> cutInBackground(gone, shorter, size), this::onFilesCut);
  }

  private void cutInBackground(List<Path> gone, @Nullable Path shorter, int size)
      throws IOException {
    Disk disk = services.context().disk();
    for (Path path : gone) {
      disk.delete(path);
    }
    if (shorter != null && disk.exists(shorter)) {
      try (var file = disk.open(shorter)) {
        file.truncate(size);
        services.context().syncs().file(file);
      }
    }
    services.context().syncs().directory(segments.directory());
  }

  private void onFilesCut(@Nullable IOException failure) {
    if (failure != null && !closed) {
      services.context().goOffline(failure);
    }
    end(failure);
  }

  /// Forgets what producers wrote at and beyond `offset`. Of those whose last five batches all went
  /// the ones before are looked for, from the end of the log back.
  private void cutProducers(long offset) throws IOException {
    Set<Long> wanted = producers.truncateFrom(offset);
    for (int i = segments.all().size() - 1; i >= 0 && !wanted.isEmpty(); i--) {
      find(wanted, segments.all().get(i));
    }
  }

  private void find(Set<Long> wanted, Segment segment) throws IOException {
    LogContext context = services.context();
    Set<Long> found = new TreeSet<>();
    BatchWalk walk =
        context.scratch().walk().reset(segment.handle().file(), 0, segment.writtenBytes());
    while (segment.step(walk)) {
      RecordBatch batch = context.window().wrapHeader(walk.header(), walk.headerAt());
      if (batch.hasProducerId() && wanted.contains(batch.producerId())) {
        ProducerState before = producers.get(batch.producerId());
        producers.put(ProducerState.after(before, batch, context.ports().clock().wallMs()));
        found.add(batch.producerId());
      }
    }
    wanted.removeAll(found);
  }

  void close() {
    closed = true;
  }
}
