/// Compaction: of all records with one key, only the last is kept.
///
/// Files in, files out; nothing here knows of logs or journals. Runs on: the background. May
/// import: `log.segment`, `base`, `runtime`, `record`. Begin with [Compaction].
@NullMarked
package io.headrace.log.compaction;

import org.jspecify.annotations.NullMarked;
