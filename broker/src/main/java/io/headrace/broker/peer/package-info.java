/// What brokers ask each other for, as Kafka's messages over the port to other nodes.
///
/// [FetchLines] carries the fetches of followers, [InSyncLine] the proposals of leaders.
///
/// Runs on: the reactor. May import: `replication`, `protocol`, `runtime`, `metadata`. Begin with
/// [FetchLines].
@NullMarked
package io.headrace.broker.peer;

import org.jspecify.annotations.NullMarked;
