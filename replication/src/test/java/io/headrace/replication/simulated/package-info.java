/// One partition with three replicas in one thread, from a seed: messages are lost, late or come
/// twice, machines lose their power inside any disk call, leaders change; a checker looks on.
///
/// Begin with [ReplicationHistory].
@NullMarked
package io.headrace.replication.simulated;

import org.jspecify.annotations.NullMarked;
