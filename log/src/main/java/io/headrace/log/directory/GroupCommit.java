package io.headrace.log.directory;

import io.headrace.log.segment.Segment;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes appends durable in groups: one commit is under way at a time, and everything that is
/// appended meanwhile shares the next one.
///
/// Runs on: the reactor; [Group#sync] on the lane.
final class GroupCommit {

  private final SyncLane lane;
  private final Consumer<IOException> onFailure;
  private Group filling = new Group();
  private Group committing = new Group();
  private boolean underWay;

  GroupCommit(SyncLane lane, Consumer<IOException> onFailure) {
    this.lane = lane;
    this.onFailure = onFailure;
  }

  void add(SegmentedLog log, Segment segment) throws IOException {
    filling.add(log, segment);
  }

  /// Begins a commit if none is under way and there is something to commit.
  void begin() {
    if (underWay || filling.logs.isEmpty()) {
      return;
    }
    Group group = filling;
    filling = committing;
    committing = group;
    underWay = true;
    group.freeze();
    lane.submit(group::sync, failure -> onDone(group, failure));
  }

  private void onDone(Group group, @Nullable IOException failure) {
    underWay = false;
    group.unpin();
    if (failure != null) {
      onFailure.accept(failure);
      return;
    }
    group.announce();
    begin();
  }

  /// What one commit makes durable.
  private static final class Group {
    private final List<SegmentedLog> logs = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<DiskFile> files = new ArrayList<>();
    private long[] ends = new long[16];

    void add(SegmentedLog log, Segment segment) throws IOException {
      if (!segments.contains(segment)) {
        segments.add(segment);
        files.add(segment.handle().pin());
      }
      if (!logs.contains(log)) {
        logs.add(log);
      }
    }

    void freeze() {
      if (ends.length < logs.size()) {
        ends = new long[logs.size() * 2];
      }
      for (int i = 0; i < logs.size(); i++) {
        ends[i] = logs.get(i).writtenEnd();
      }
    }

    void sync() throws IOException {
      for (DiskFile file : files) {
        file.sync();
      }
    }

    void unpin() {
      segments.forEach(segment -> segment.handle().unpin());
      segments.clear();
      files.clear();
    }

    void announce() {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).onSynced(ends[i]);
      }
      logs.clear();
    }
  }
}
