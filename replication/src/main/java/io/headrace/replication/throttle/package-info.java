/// Throttle: how fast replicas that are not in sync may be filled (docs/decisions/0018, KIP-73).
///
/// Owns which replicas that concerns, and what passed lately. Runs on: the reactor. May import:
/// `base`, `metadata`, `runtime`. Begin with [ReplicaThrottle].
@NullMarked
package io.headrace.replication.throttle;

import org.jspecify.annotations.NullMarked;
