package io.headrace.broker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What of the process's file descriptors goes to connections, and what to segment files. A node
/// that opens the last one for a socket could open no file any more and would lose its log
/// directories, so that clients could stop it by connecting.
///
/// @param connections how many there may be
/// @param files how many segment files of each log directory are open at most
record FileDescriptors(int connections, int files) {

  private static final Logger LOG = LoggerFactory.getLogger(FileDescriptors.class);

  /// For the Java machine, the listeners, the metadata, and what is open for a moment only.
  private static final int RESERVED = 128;

  /// For a log directory besides its segments: journal files, the checkpoint, those that commits
  /// hold open and those in the background.
  private static final int RESERVED_PER_DIRECTORY = 64;

  private static final int FEWEST_FILES = 16;

  /// As many as this come before connections; more only from what these leave.
  private static final int USUAL_FILES = 1_024;

  private static final int FEWEST_CONNECTIONS = 16;

  /// A third of what there is at most goes to segment files, and what connections cannot use: to
  /// open a file for each append costs more than the append.
  static FileDescriptors shared(int limit, int directories, int maxConnections) {
    int reserved = RESERVED + directories * RESERVED_PER_DIRECTORY;
    int free = Math.max(0, limit - reserved);
    int spare = Math.max(0, free - maxConnections) / directories;
    int files = Math.clamp(free / 3 / directories, FEWEST_FILES, USUAL_FILES);
    files = Math.clamp(spare, files, LogBounds.DEFAULT.openFiles());
    int left = Math.max(FEWEST_CONNECTIONS, free - files * directories);
    if (left < maxConnections) {
      LOG.warn(
          "limit={} open files (ulimit -n): at most {} connections instead of {}, and {} open"
              + " segment files in each log directory",
          limit,
          left,
          maxConnections,
          files);
    }
    return new FileDescriptors(Math.min(left, maxConnections), files);
  }
}
