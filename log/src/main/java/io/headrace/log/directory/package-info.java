/// A log directory at work: its logs, the group commit they share, and how it opens after a stop or
/// a crash.
///
/// ```
/// OpenLogDirectory directory =
///     OpenLogDirectory.open(
///         Path.of("data"),
///         new LogPorts(disk, lane, reactor, background, clock),
///         LogDirectorySettings.DEFAULT,
///         id -> configOf(id),                  // for each log that is found
///         damage -> report(damage));
/// ```
///
/// Runs on: the reactor, apart from commits and background jobs, which say so. May import: `log`
/// with all its packages, `base`, `runtime`, `record`. Begin with [OpenLogDirectory].
@NullMarked
package io.headrace.log.directory;

import org.jspecify.annotations.NullMarked;
