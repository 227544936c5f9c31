/// Consumer groups that work by JoinGroup and SyncGroup.
///
/// Owns the members, generation, and assignment of each such group. What lasts of a group is its
/// last [io.headrace.group.state.GroupMetadata], written when it comes to rest; who is joining, who
/// waits for an assignment and when sessions end is lost with the coordinator, and the members find
/// out by heartbeat.
///
/// Runs on: the reactor of the group's offsets partition. May import: `base`, `runtime`,
/// `protocol`, `coordinator`, `group.state`. Begin with [ClassicGroup], then [Rebalance].
@NullMarked
package io.headrace.group.classic;

import org.jspecify.annotations.NullMarked;
