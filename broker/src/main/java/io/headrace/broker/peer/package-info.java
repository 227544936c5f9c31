/// What this node asks of the nodes that lead what it follows, and of the controller for what it
/// leads: the ports of `replication`, spoken in Kafka's protocol.
///
/// Runs on: the reactor. May import: `replication`, `controller`, `protocol`, `runtime`,
/// `broker.forward`. Begin with [FetchLines].
@NullMarked
package io.headrace.broker.peer;

import org.jspecify.annotations.NullMarked;
