/// The log: segments, journal, indexes, recovery, retention, compaction.
///
/// Owns every byte of the partitions on this node's disks and knows which of them are durable. Runs
/// on: the reactor, apart from commits (on the directory's sync lane) and long work (in the
/// background). May import: `base`, `runtime`, `record`. Begin with [PartitionLog] and
/// [LogDirectory].
@NullMarked
package io.headrace.log;

import org.jspecify.annotations.NullMarked;
