package io.headrace.log.segment;

import io.headrace.runtime.DiskFile;
import java.io.IOException;

/// Which bytes of a segment need no check, because they were checked or written a while ago.
///
/// That holds for a moment, whatever happens: of many readers of the same only one pays, and those
/// at the tail pay nothing. After a moment it goes on holding only if nobody has changed the file
/// since, this process included. After [#LONGEST_NS] it ends: what the disk itself did to bytes
/// that had left the memory shows in no change of the file.
final class Trust {

  static final long MOMENT_NS = 100_000_000;
  static final long LONGEST_NS = 10_000_000_000L;

  private final CheckedRanges checked = new CheckedRanges();
  private long beganNs = Long.MIN_VALUE / 2;
  private long lookedNs = Long.MIN_VALUE / 2;
  private long changeStamp;
  private int writtenFrom;

  /// Whether everything from `position` on was written within this moment.
  boolean coversTail(int position, long nowNs) {
    return position >= writtenFrom && nowNs - lookedNs < MOMENT_NS;
  }

  /// Ends where it has to, before it is asked for more than the tail.
  ///
  /// @param writtenBytes the size of the file: what is appended from now on was written just now
  void renew(DiskFile file, int writtenBytes, long nowNs) throws IOException {
    if (nowNs - lookedNs < MOMENT_NS) {
      return;
    }
    long stamp = file.changeStamp();
    if (stamp != changeStamp || nowNs - beganNs >= LONGEST_NS) {
      beganNs = nowNs;
      writtenFrom = writtenBytes;
      checked.clear();
    }
    lookedNs = nowNs;
    changeStamp = stamp;
  }

  /// Everything from here on was written a while ago at most.
  int writtenFrom() {
    return writtenFrom;
  }

  boolean covers(int from, int to) {
    return checked.hold(from, to);
  }

  void onChecked(int from, int to) {
    checked.add(from, to);
  }
}
