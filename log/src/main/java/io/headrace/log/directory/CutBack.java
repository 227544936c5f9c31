package io.headrace.log.directory;

import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether what was refused for want of room is gone for good.
///
/// Some of it may have got into the file. It is cut off at once, but until that is synced a power
/// cut can bring it back. Who hears that it was refused may write the same elsewhere; and its
/// offsets may belong to other records by then, which followers have fetched in the same epoch:
/// nothing would ever tell that the two logs differ. So nobody is told and nothing is appended
/// until it is synced.
///
/// ```
/// cut off ---> synced in the background ---> whatever came meanwhile is refused too ---> all are told
/// ```
///
/// Runs on: the reactor; the file is synced in the background.
final class CutBack {

  private final LogContext context;
  private final Runnable refuseRest;
  private final Runnable whenGone;
  private boolean underWay;

  /// @param refuseRest refuses what was appended in this turn: it may build on what is refused
  /// @param whenGone tells everybody
  CutBack(LogContext context, Runnable refuseRest, Runnable whenGone) {
    this.context = context;
    this.refuseRest = refuseRest;
    this.whenGone = whenGone;
  }

  /// Whether it may still come back.
  boolean isUnderWay() {
    return underWay;
  }

  /// @throws NoSpaceException while it may still come back
  void requireDone() throws NoSpaceException {
    if (underWay) {
      throw new NoSpaceException("what had no room is being cut off in " + context.path());
    }
  }

  /// The end of this segment was cut off.
  void begin(Segment segment) {
    underWay = true;
    Path file = segment.handle().path();
    context.inBackground(() -> context.syncs().file(file), this::end);
  }

  private void end(@Nullable IOException failure) {
    if (context.isClosed()) {
      return;
    }
    if (failure != null) {
      context.goOffline(failure);
      return;
    }
    refuseRest.run();
    underWay = false;
    whenGone.run();
  }
}
