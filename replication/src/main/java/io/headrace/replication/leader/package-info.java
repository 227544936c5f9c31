/// The leader of a partition: which batches enter the log, who counts as in sync, when an append is
/// acknowledged, and how far readers may read.
///
/// Decides only. An [Input] is stepped into [PartitionLeader], what is to be done comes out as
/// [Effects], and [io.headrace.replication.Partition] carries that out. [Followers] knows how far
/// the other replicas are and proposes whom the controller should count as in sync.
///
/// Runs on: the reactor. May import: `base`, `record`, `log`, `protocol`. Begin with
/// [PartitionLeader].
@NullMarked
package io.headrace.replication.leader;

import org.jspecify.annotations.NullMarked;
