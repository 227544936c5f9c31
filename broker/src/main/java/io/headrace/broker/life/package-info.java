/// A broker's own side of its life in the cluster: it registers, gives signs of life, and goes.
///
/// Decides, and speaks through a port. Runs on: the reactor. May import: `runtime`, `controller`,
/// `protocol`, `replication`, `broker.forward`. Begin with [BrokerLife].
@NullMarked
package io.headrace.broker.life;

import org.jspecify.annotations.NullMarked;
