package io.headrace.log.directory;

import io.headrace.log.journal.Frame;
import io.headrace.log.journal.Journal;
import io.headrace.log.journal.Syncs;
import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one commit makes durable: a frame for the journal, and the segments whose new bytes are not
/// in the frame. Filled on the reactor; [#sync] runs on the lane while nothing else touches it.
final class CommitGroup {

  private final Frame frame = new Frame();
  private final List<SegmentedLog> logs = new ArrayList<>();
  private long[] ends = new long[16];
  private final Set<Segment> segments = new LinkedHashSet<>();
  private final List<DiskFile> files = new ArrayList<>();
  private final Set<Path> newNames = new LinkedHashSet<>();
  private final List<SyncLane.Completion> completions = new ArrayList<>();
  private Journal.@Nullable Place place;

  Frame frame() {
    return frame;
  }

  boolean isEmpty() {
    return frame.isEmpty();
  }

  void add(SegmentedLog log) {
    logs.add(log);
  }

  /// The segment itself is synced before the frame is written.
  void sync(Segment segment) throws IOException {
    if (segments.contains(segment)) {
      return;
    }
    files.add(segment.handle().pin());
    segments.add(segment);
    if (!segment.durability().isNameDurable()) {
      syncNames(segment.directory());
    }
  }

  /// So are the names in a directory.
  void syncNames(Path directory) {
    newNames.add(directory);
  }

  void onDone(SyncLane.Completion completion) {
    completions.add(completion);
  }

  /// Nothing is added from now on; all that the logs have written until now is in it.
  void freeze(Journal.@Nullable Place at) {
    place = at;
    if (ends.length < logs.size()) {
      ends = Arrays.copyOf(ends, logs.size() * 2);
    }
    for (int i = 0; i < logs.size(); i++) {
      ends[i] = logs.get(i).writtenEnd();
    }
  }

  SyncLane.Commit commit(Syncs syncs, Journal journal) {
    return new SyncLane.Commit() {
      @Override
      public void run() throws IOException {
        sync(syncs, journal);
      }

      @Override
      public long bytes() {
        return files.isEmpty() && newNames.isEmpty() ? frame.sizeBytes() : Long.MAX_VALUE;
      }
    };
  }

  /// On the lane.
  ///
  /// @throws NoSpaceException if the journal cannot grow: the same group may be tried again
  private void sync(Syncs syncs, Journal journal) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      syncs.file(files.get(i));
    }
    for (Path directory : newNames) {
      syncs.directory(directory);
    }
    Journal.Place at = place;
    if (at != null) {
      journal.write(at, frame);
    }
  }

  /// Tells those whose records wait for room.
  void tellStalled(NoSpaceException cause) {
    for (int i = 0; i < logs.size(); i++) {
      logs.get(i).onStalled(cause);
    }
  }

  /// Tells everybody how it ended, and makes the group ready to be filled again.
  void finish(@Nullable IOException failure) {
    for (Segment segment : segments) {
      segment.handle().unpin();
      if (failure == null) {
        segment.durability().onNameDurable();
      }
    }
    segments.clear();
    files.clear();
    newNames.clear();
    frame.clear();
    place = null;
    if (failure == null) {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).onSynced(ends[i]);
      }
    }
    logs.clear();
    if (!completions.isEmpty()) {
      var done = List.copyOf(completions);
      completions.clear();
      done.forEach(completion -> completion.onDone(failure));
    }
  }
}
