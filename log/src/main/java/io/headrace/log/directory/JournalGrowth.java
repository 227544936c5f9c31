package io.headrace.log.directory;

import io.headrace.log.journal.Journal;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Lets the journal grow in the background before commits need it to: a commit that has to grow its
/// file takes milliseconds.
///
/// If the background is busy with other work, commits make room themselves.
///
/// Runs on: the reactor; the zeroes are written in the background.
final class JournalGrowth {

  private final LogContext context;
  private final Journal journal;
  private boolean underWay;

  JournalGrowth(LogContext context, Journal journal) {
    this.context = context;
    this.journal = journal;
  }

  /// Sees whether the file that the last frame went to is short of room.
  // hot: GroupCommitBenchmark
  void consider(Journal.Place place) {
    if (!underWay && journal.isShort(place)) {
      underWay = true;
      context.inBackground(() -> grow(place), this::onGrown);
    }
  }

  private void grow(Journal.Place place) throws IOException {
    try {
      journal.growAhead(place);
    } catch (NoSpaceException e) {
      // Who needs the room will not find it either, and that is when something is done about it.
    }
  }

  private void onGrown(@Nullable IOException failure) {
    underWay = false;
    if (failure != null && !context.isClosed()) {
      context.goOffline(failure);
    }
  }
}
