/// The port [io.headrace.cli.cluster.Source], served over our own connections, for readers that are
/// in no group.
///
/// Runs on: the main thread. May import: `cli.cluster`, `cli.line`, `cli.wire`, `protocol`,
/// `record`, and Kafka's generated messages. Begin with [WireSource].
@NullMarked
package io.headrace.cli.fetch;

import org.jspecify.annotations.NullMarked;
