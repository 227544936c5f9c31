/// Followers: they copy what their leaders have, and say how much of it is on their disks.
///
/// Owns what a follower knows of each partition, and one line of fetches to each leader.
/// [PartitionFollower] decides, [FollowedPartition] carries its decisions out on the log,
/// [FetchLine] asks one leader for all that is followed there (docs/decisions/0013).
///
/// Runs on: the reactor. May import: `base`, `runtime`, `record`, `log`, `protocol`. Begin with
/// [PartitionFollower].
@NullMarked
package io.headrace.replication.follower;

import org.jspecify.annotations.NullMarked;
