package io.headrace.log.directory;

import io.headrace.log.checkpoint.Checkpoint;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes the checkpoints of a directory: syncs every segment that was written since the last one,
/// then writes one that makes the journal up to here unnecessary.
///
/// ```
/// reactor      begin: which commits, which segments, the state of each log    done: cut the journal
/// background          sync segments and directories, replace the checkpoint
/// ```
///
/// The state is taken first and may hold more than those commits do; all of it is in the page
/// cache, so the syncs that follow make it durable before the checkpoint says so.
final class Checkpointer {

  /// Index entries kept in memory only up to this number per segment.
  private static final int MAX_YOUNG_INDEX_ENTRIES = 256;

  private final LogContext context;
  private final GroupCommit commits;
  private final Supplier<List<LogState>> states;
  private List<Segment> unsynced = new ArrayList<>();

  /// What the checkpoint under way is to sync.
  private List<Segment> beingSynced = List.of();

  private final List<Runnable> afterNext = new ArrayList<>();

  /// Guards the writing of a checkpoint, and [#finished].
  private final Object oneAtATime = new Object();

  private boolean finished;
  private boolean underWay;
  private boolean wantedAgain;
  private int held;

  Checkpointer(LogContext context, GroupCommit commits, Supplier<List<LogState>> states) {
    this.context = context;
    this.commits = commits;
    this.states = states;
  }

  /// Takes note that a segment's file is written.
  void onWritten(Segment segment) {
    if (!segment.durability().isUnsynced()) {
      segment.durability().onUnsynced();
      unsynced.add(segment);
    }
  }

  /// No checkpoint may begin until [#release]: a change is in the journal that the logs do not show
  /// yet.
  void hold() {
    held++;
  }

  void release() {
    held--;
    if (wantedAgain) {
      begin();
    }
  }

  /// Runs `task` when the next checkpoint is durable.
  void afterNext(Runnable task) {
    afterNext.add(task);
  }

  /// Begins a checkpoint, or another one after that which is under way.
  void begin() {
    if (context.isClosed()) {
      return;
    }
    if (underWay || held > 0) {
      wantedAgain = true;
      return;
    }
    context.writePending();
    if (context.offlineCause() != null) {
      return;
    }
    wantedAgain = false;
    underWay = true;
    List<Runnable> after = List.copyOf(afterNext);
    afterNext.clear();
    Work work;
    try {
      work = prepare();
    } catch (IOException e) {
      context.goOffline(e);
      return;
    }
    beingSynced = work.segments;
    context.ports().background().run(() -> runInBackground(work, after));
  }

  private Work prepare() throws IOException {
    long through = commits.journal().lastSequence();
    List<Segment> segments = unsynced;
    unsynced = new ArrayList<>();
    List<Path> files = new ArrayList<>(segments.size());
    Set<Path> newNames = new LinkedHashSet<>();
    segments.removeIf(segment -> !segment.durability().isUnsynced());
    for (Segment segment : segments) {
      segment.durability().onSynced();
      segment.storeIndex(MAX_YOUNG_INDEX_ENTRIES);
      files.add(segment.handle().path());
      if (!segment.durability().isNameDurable()) {
        newNames.add(segment.directory());
      }
    }
    ByteBuffer checkpoint = new Checkpoint(through + 1, states.get()).encode();
    return new Work(through, segments, files, List.copyOf(newNames), checkpoint);
  }

  private record Work(
      long through,
      List<Segment> segments,
      List<Path> files,
      List<Path> newNames,
      ByteBuffer checkpoint) {

    /// In the background, or at the end of a clean stop.
    void run(LogContext context) throws IOException {
      Disk disk = context.disk();
      for (Path file : files) {
        context.syncs().file(file);
      }
      for (Path name : newNames) {
        context.syncs().directory(name);
      }
      Checkpoint.write(disk, context.path(), checkpoint);
      context.syncs().requireNoneFailed();
      Checkpoint.replace(disk, context.path());
    }
  }

  private void runInBackground(Work work, List<Runnable> after) {
    IOException failure = null;
    try {
      synchronized (oneAtATime) {
        if (finished) {
          return;
        }
        work.run(context);
      }
    } catch (IOException e) {
      failure = e;
    }
    IOException outcome = failure;
    context.ports().reactor().execute(() -> onDone(work, after, outcome));
  }

  private void onDone(Work work, List<Runnable> after, @Nullable IOException failure) {
    underWay = false;
    beingSynced = List.of();
    if (context.isClosed()) {
      return;
    }
    if (failure instanceof NoSpaceException) {
      work.segments.forEach(this::onWritten);
      afterNext.addAll(after);
      wantedAgain = true;
      context.room().onFull();
      return;
    }
    if (failure != null) {
      context.goOffline(failure);
      return;
    }
    work.segments.forEach(Checkpointer::onDurable);
    commits.journal().cut(work.through);
    after.forEach(Runnable::run);
    commits.begin();
    if (wantedAgain) {
      begin();
    }
  }

  private static void onDurable(Segment segment) {
    segment.durability().onNameDurable();
    if (!segment.durability().isUnsynced()) {
      segment.durability().onRecorded(); // nor was it written since
    }
  }

  /// Tries again what could not be done for want of room; false if there is nothing.
  boolean retry() {
    boolean waits = wantedAgain && !underWay && held == 0;
    if (waits) {
      begin();
    }
    return waits;
  }

  /// Writes the last checkpoint here and now, at the end of a clean stop. One that is under way
  /// ends first, and one that waits in the background does nothing any more: all write the same
  /// files, and the last must be the newest. What either was to sync is synced here.
  void finish() throws IOException {
    beingSynced.forEach(this::onWritten);
    Work work = prepare();
    synchronized (oneAtATime) {
      finished = true;
      try {
        work.run(context);
      } catch (NoSpaceException e) {
        Room.giveUpReserve(context.disk(), context.path());
        work.run(context);
      }
    }
  }
}
