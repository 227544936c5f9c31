/// The port [io.headrace.cli.cluster.Sink], served over our own connections.
///
/// The main thread makes batches; one thread beside it sends them, several ahead of their
/// acknowledgements, and sends again in the old order what went wrong. Sequence numbers (KIP-98)
/// keep what is sent twice from being stored twice. May import: `cli.cluster`, `cli.line`,
/// `cli.wire`, `protocol`, `record`, and Kafka's generated messages. Begin with [WireSink].
@NullMarked
package io.headrace.cli.produce;

import org.jspecify.annotations.NullMarked;
