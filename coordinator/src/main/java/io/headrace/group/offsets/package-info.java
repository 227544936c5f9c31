/// How far groups have come: committed offsets, and when they expire (KIP-211).
///
/// Runs on: the reactor of the group's offsets partition. May import: `base`, `protocol`,
/// `coordinator`, `group.state`. Begin with [OffsetStore].
@NullMarked
package io.headrace.group.offsets;

import org.jspecify.annotations.NullMarked;
