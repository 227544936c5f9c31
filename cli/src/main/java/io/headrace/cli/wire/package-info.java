/// Kafka's protocol as a client speaks it: connections, versions, where the nodes are, and what
/// their error codes mean to a user.
///
/// A command that spoke through the Kafka client would spend most of its time in starting that. One
/// thread uses a connection at a time. May import: `cli.cluster`, `cli.line`, `protocol`, and
/// Kafka's generated messages. Begin with [Brokers].
@NullMarked
package io.headrace.cli.wire;

import org.jspecify.annotations.NullMarked;
