/// The group coordinator: consumer groups and their offsets, kept in the topic
/// `__consumer_offsets`.
///
/// The topic's partitions share the groups out; there is one [GroupShard] for each that this node
/// leads. What groups do is decided in `group.classic`, offsets are kept in `group.offsets`, the
/// records and their bytes are in `group.state`.
///
/// Runs on: the reactor. May import: `base`, `runtime`, `record`, `metadata`, `protocol`,
/// `coordinator`. Begin with [GroupCoordinator].
@NullMarked
package io.headrace.group;

import org.jspecify.annotations.NullMarked;
