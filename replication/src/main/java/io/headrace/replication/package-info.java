/// The partitions that this node leads or follows, and the requests that wait for them.
///
/// [Partitions] keeps them in step with the cluster's image. [Partition] is one that is led: it
/// carries out on the log what [io.headrace.replication.leader.PartitionLeader] decides;
/// [io.headrace.replication.follower] copies from other leaders, and [ReplicaSessions] answers
/// those who copy from here. [ParkedProduces] and [ParkedFetches] hold the clients that wait.
///
/// Runs on: the reactor. May import: `base`, `runtime`, `record`, `log`, `metadata`, `protocol`.
/// Begin with [Partitions] and [io.headrace.replication.leader.PartitionLeader].
@NullMarked
package io.headrace.replication;

import org.jspecify.annotations.NullMarked;
