/// Repair: what rotted in a log here comes back from replicas that still have it
/// (docs/decisions/0015).
///
/// Owns which logs have lost something, whom was asked for it, and whether there is still hope.
/// Runs on: the reactor. May import: `base`, `runtime`, `log`, `replication.follower` for the way
/// to other brokers. Begin with [Repairs].
@NullMarked
package io.headrace.replication.repair;

import org.jspecify.annotations.NullMarked;
