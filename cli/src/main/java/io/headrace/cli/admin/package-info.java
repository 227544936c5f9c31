/// The port [io.headrace.cli.cluster.Cluster], served over our own connections.
///
/// Runs on: the main thread. May import: `base`, `cli.cluster`, `cli.line`, `cli.wire`, `protocol`,
/// and Kafka's generated messages. Begin with [WireCluster].
@NullMarked
package io.headrace.cli.admin;

import org.jspecify.annotations.NullMarked;
