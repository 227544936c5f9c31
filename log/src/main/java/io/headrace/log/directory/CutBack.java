package io.headrace.log.directory;

import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether what was refused for want of room is gone for good.
///
/// Some of it may have got into the file. It is cut off at once, but until that is synced a power
/// cut can bring it back. By then its offsets may belong to other records, which followers have
/// fetched in the same epoch: nothing would ever tell that the two logs differ. So nothing is
/// appended until it is synced.
///
/// Runs on: the reactor; the file is synced in the background.
final class CutBack {

  private final LogContext context;
  private boolean underWay;

  CutBack(LogContext context) {
    this.context = context;
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
    context
        .ports()
        .background()
        .run(() -> {
          IOException failure = null;
          try {
            context.syncs().file(file);
          } catch (IOException e) {
            failure = e;
          }
          IOException outcome = failure;
          context.ports().reactor().execute(() -> end(outcome));
        });
  }

  private void end(@Nullable IOException failure) {
    underWay = false;
    if (failure != null && !context.isClosed()) {
      context.goOffline(failure);
    }
  }
}
