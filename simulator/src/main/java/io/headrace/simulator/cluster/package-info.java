/// Whole clusters in one thread, from a seed: real nodes that reach each other and their clients by
/// a simulated network.
///
/// Runs on: the test's thread. Begin with [io.headrace.simulator.cluster.ClusterSimulation].
@NullMarked
package io.headrace.simulator.cluster;

import org.jspecify.annotations.NullMarked;
