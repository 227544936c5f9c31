package io.headrace.broker;

import io.headrace.log.directory.LogDirectorySettings;

/// How the logs of each directory use the machine.
///
/// @param openFiles how many segment files are open at most
/// @param journalThresholdBytes how much of what a log appends for one commit is copied to the
///   journal
public record LogBounds(int openFiles, int journalThresholdBytes) {

  /// Where the system allows any number of open files.
  public static final LogBounds DEFAULT =
      new LogBounds(
          LogDirectorySettings.DEFAULT.maxOpenFiles(),
          LogDirectorySettings.DEFAULT.journalThresholdBytes());

  public LogBounds withOpenFiles(int openFiles) {
    return new LogBounds(openFiles, journalThresholdBytes);
  }

  public LogBounds withJournalThresholdBytes(int bytes) {
    return new LogBounds(openFiles, bytes);
  }
}
