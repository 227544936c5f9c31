/// The clients' side of a simulated connection: frames written and read by Kafka's own classes.
///
/// Runs on: the thread of the simulated world. For tests only. Begin with [SimulatedClient].
@NullMarked
package io.headrace.simulator.client;

import org.jspecify.annotations.NullMarked;
