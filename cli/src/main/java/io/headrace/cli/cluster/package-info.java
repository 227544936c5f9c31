/// What commands ask of a cluster, in our words: the ports that [io.headrace.cli.kafka] serves, and
/// that tests serve by hand.
///
/// Every call may end with a [io.headrace.cli.line.Failure] that is ready to be shown. Runs on: the
/// main thread. May import: `base`, `cli.line`. Begin with [Cluster].
@NullMarked
package io.headrace.cli.cluster;

import org.jspecify.annotations.NullMarked;
