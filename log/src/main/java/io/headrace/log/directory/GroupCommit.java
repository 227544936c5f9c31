package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.journal.Extent;
import io.headrace.log.journal.Frame;
import io.headrace.log.journal.Journal;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Makes appends durable in groups: one commit is under way at a time, and everything that is
/// appended meanwhile shares the next one.
///
/// What a log appends is copied into the journal if it is little. If it is much ([CopiedBytes]),
/// its segment is synced first and the journal gets the headers only, so that it is not written
/// twice.
///
/// Runs on: the reactor; commits on the lane.
final class GroupCommit {

  private final LogContext context;
  private final Journal journal;
  private final JournalGrowth growth;
  private final int thresholdBytes;
  private Runnable onNewFile = () -> {};
  private CommitGroup filling = new CommitGroup();
  private CommitGroup committing = new CommitGroup();

  /// The number of the commit that is filled now.
  private long commit;

  private boolean underWay;
  private @Nullable CommitGroup stalled;

  GroupCommit(LogContext context, Journal journal) {
    this.context = context;
    this.journal = journal;
    this.growth = new JournalGrowth(context, journal);
    this.thresholdBytes = context.settings().journalThresholdBytes();
    filling.frame().echo(journal.takeLastEntries());
  }

  Journal journal() {
    return journal;
  }

  /// What to do when a journal file is full.
  void onNewFile(Runnable task) {
    onNewFile = task;
  }

  int mark() {
    return filling.frame().mark();
  }

  /// Takes back entries that were added after the mark.
  void reset(int mark) {
    filling.frame().reset(mark);
  }

  /// Adds what a log is about to write to its segment; returns whether the segment is to be synced
  /// ([#sync]) once it is written.
  // hot: GroupCommitBenchmark
  boolean add(PartitionId id, CopiedBytes copied, Extent extent, ByteBuffer[] batches, int count) {
    Frame frame = filling.frame();
    int bytes = extent.length();
    if (frame.hasRoomForData(bytes) && copied.take(commit, bytes, thresholdBytes)) {
      frame.data(id, extent, batches, count);
      return false;
    }
    frame.extent(id, extent, batches, count);
    return true;
  }

  void written(SegmentedLog log) {
    filling.add(log);
  }

  void sync(Segment segment) throws IOException {
    filling.sync(segment);
  }

  void start(PartitionId id, long startOffset, SyncLane.Completion done) {
    filling.frame().start(id, startOffset);
    finishTurn(done);
  }

  void drop(PartitionId id, SyncLane.Completion done) {
    filling.syncNames(context.path());
    filling.frame().drop(id);
    finishTurn(done);
  }

  void swap(PartitionId id, Swap swap, SyncLane.Completion done) {
    filling.frame().swap(id, swap);
    finishTurn(done);
  }

  /// Tells `done` once all that was added until now is durable; at once if it is.
  void afterCommits(SyncLane.Completion done) {
    if (!filling.isEmpty()) {
      finishTurn(done);
    } else if (underWay) {
      committing.onDone(done);
    } else {
      done.onDone(context.offlineCause());
    }
  }

  private void finishTurn(SyncLane.Completion done) {
    filling.onDone(done);
    context.touch();
  }

  /// Begins a commit if none is under way and there is something to commit.
  void begin() {
    if (underWay || filling.isEmpty() || context.offlineCause() != null) {
      return;
    }
    Journal.Place place;
    try {
      place = journal.place(filling.frame().sizeBytes());
    } catch (NoSpaceException e) {
      context.room().onFull();
      return;
    } catch (IOException e) {
      context.goOffline(e);
      return;
    }
    if (place == null) {
      onNewFile.run();
      return;
    }
    CommitGroup group = filling;
    filling = committing;
    committing = group;
    underWay = true;
    commit++;
    filling.frame().echo(group.frame().entries());
    group.freeze(place);
    submit(group);
    growth.consider(place);
    if (place.beginsFile()) {
      onNewFile.run();
    }
  }

  private void submit(CommitGroup group) {
    context
        .ports()
        .lane()
        .submit(group.commit(context.syncs(), journal), failure -> onDone(group, failure));
  }

  private void onDone(CommitGroup group, @Nullable IOException failure) {
    if (failure instanceof NoSpaceException full) {
      stalled = group;
      context.room().onFull();
      group.tellStalled(full);
      return;
    }
    underWay = false;
    if (failure != null) {
      context.goOffline(failure);
    }
    group.finish(failure);
    begin();
  }

  /// Tries again what could not be done for want of room; false if there is nothing.
  boolean retry() {
    CommitGroup group = stalled;
    if (group != null) {
      stalled = null;
      submit(group);
      return true;
    }
    boolean waited = waits();
    begin();
    if (waits()) {
      filling.tellStalled(new NoSpaceException("no room left in " + context.path()));
    }
    return waited;
  }

  /// Whether there is something to commit that no commit has begun with.
  private boolean waits() {
    return !underWay && !filling.isEmpty();
  }

  /// Ends what can never be committed any more.
  void fail(IOException cause) {
    filling.finish(cause);
  }

  /// Everything is durable by other means: says so, and closes the journal.
  void close() throws IOException {
    filling.freeze(null);
    filling.finish(null);
    journal.close();
  }
}
