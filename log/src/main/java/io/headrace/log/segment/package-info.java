/// Segment files and their indexes, one file at a time: names, walking over batches, finding a
/// place by offset or by time.
///
/// Runs on: the reactor; [BatchWalk] wherever its owner runs. May import: `log`, `base`, `runtime`,
/// `record`. Begin with [Segment].
@NullMarked
package io.headrace.log.segment;

import org.jspecify.annotations.NullMarked;
