package io.headrace.log.directory;

/// Whether what one log appends is copied into the journal, or synced in its segment.
///
/// What is copied is written to the disk twice in the end, and spares a sync now. So a commit
/// copies up to a limit of each log; and nothing of one that went beyond it in the commit before,
/// because then its segment will be synced anyway.
///
/// Runs on: the reactor.
final class CopiedBytes {

  private long commit = -1;
  private long bytes;
  private boolean isMuch;

  /// Whether these bytes are to be copied too.
  ///
  /// @param filled the number of the commit that they are added to
  /// @param limit how much of one log a commit copies
  boolean take(long filled, int more, int limit) {
    if (filled != commit) {
      isMuch = filled == commit + 1 && bytes > limit;
      commit = filled;
      bytes = 0;
    }
    bytes += more;
    return !isMuch && bytes <= limit;
  }
}
