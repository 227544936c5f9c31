/// The checkpoint of a log directory: what is durable of each log, and all that a restart needs so
/// that it opens no file of a log that was idle.
///
/// One file, replaced as a whole; docs/formats/checkpoint.md has every byte. Values only, used on
/// the reactor and in the background. May import: `log.segment`, `log.state`, `base`, `runtime`.
/// Begin with [Checkpoint].
@NullMarked
package io.headrace.log.checkpoint;

import org.jspecify.annotations.NullMarked;
