/// Which brokers are to hold a partition.
///
/// Decides only. Runs on: the reactor. May import: `runtime`, `metadata`, `protocol`,
/// `controller.decision`. Begin with [Placement].
@NullMarked
package io.headrace.controller.placement;

import org.jspecify.annotations.NullMarked;
