/// Partition leaders: what may be appended, when it counts as stored, and how far one may read.
///
/// Owns the high watermark of every partition that this node leads, the produce requests that wait
/// for it, and the fetches that wait for more. [PartitionLeader] decides, [Partition] carries its
/// decisions out on the log, [Partitions] keeps them in step with the cluster's image.
///
/// Runs on: the reactor. May import: `base`, `runtime`, `record`, `log`, `metadata`, `protocol`.
/// Begin with [PartitionLeader].
@NullMarked
package io.headrace.replication;

import org.jspecify.annotations.NullMarked;
