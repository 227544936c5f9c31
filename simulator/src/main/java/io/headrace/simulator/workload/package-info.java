/// What clients do in a run, and what they hold the node to: each [Workload] has topics of its own
/// and knows, from what it was told and what it read, how they must look.
///
/// Knows nothing of the inside of a node. Runs on: the thread of the simulated world. For tests
/// only. Begin with [Workload] and [PartitionLoad].
@NullMarked
package io.headrace.simulator.workload;

import org.jspecify.annotations.NullMarked;
