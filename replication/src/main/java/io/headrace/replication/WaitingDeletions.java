package io.headrace.replication;

import io.headrace.protocol.ErrorCode;
import io.headrace.replication.Partition.Deleted;
import java.util.ArrayList;
import java.util.List;

/// Deletions of records that are done in the leader's log, but not yet known to be on every
/// follower in sync: if one of those led next, what somebody was told is deleted would be back.
///
/// Each waits until its followers have it or are out of sync, which the leader sees to; who asked
/// may give up sooner.
///
/// Runs on: the reactor.
final class WaitingDeletions {

  private record Waiting(long startOffset, Deleted done) {}

  private List<Waiting> all = List.of();

  boolean isEmpty() {
    return all.isEmpty();
  }

  /// @param startOffset where the log shall begin everywhere
  void add(long startOffset, Deleted done) {
    var more = new ArrayList<>(all);
    more.add(new Waiting(startOffset, done));
    all = more;
  }

  /// All followers in sync begin here or later.
  void onLowestStart(long startOffset) {
    List<Waiting> before = all;
    all = before.stream().filter(each -> each.startOffset > startOffset).toList();
    for (Waiting each : before) {
      if (each.startOffset <= startOffset) {
        each.done.onDone(ErrorCode.NONE);
      }
    }
  }

  /// Nobody leads here any more.
  void end(ErrorCode why) {
    List<Waiting> ended = all;
    all = List.of();
    ended.forEach(each -> each.done.onDone(why));
  }
}
