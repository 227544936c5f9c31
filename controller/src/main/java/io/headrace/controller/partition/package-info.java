/// Who leads, holds, and is in sync with each partition.
///
/// Decides only. Runs on: the reactor. May import: `metadata`, `protocol`, `controller.decision`.
/// Begin with [PartitionChange], which every other class here goes through.
@NullMarked
package io.headrace.controller.partition;

import org.jspecify.annotations.NullMarked;
