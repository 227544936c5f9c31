/// Move: a replica changes from one log directory of this broker to another while it is written to
/// and read (KIP-113, docs/decisions/0022).
///
/// Owns which replicas are on their way, and how far they are. Runs on: the reactor. May import:
/// `base`, `runtime`, `log`, `replication.throttle`. Begin with [ReplicaMove].
@NullMarked
package io.headrace.replication.move;

import org.jspecify.annotations.NullMarked;
