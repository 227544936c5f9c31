/// `headrace debug dump-segment`: what is in a segment file, whole or damaged.
///
/// Reads files only, and needs no cluster. Runs on: the main thread. May import: `record`,
/// `cli.command` and what that imports. Begin with [SegmentWalk].
@NullMarked
package io.headrace.cli.segment;

import org.jspecify.annotations.NullMarked;
