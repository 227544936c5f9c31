/// Whole nodes in one thread, from a seed: simulated clients speak the real protocol to a node on
/// simulated ports, fate crashes it, cuts its power, fills its disk and flips its bits, and a
/// checker that knows only what the clients saw holds it to the promises.
///
/// Runs on: one thread, in simulated time. For tests only. Begin with [Simulation]; what can go
/// wrong is in [Fate], what clients do and what must hold in [io.headrace.simulator.workload].
@NullMarked
package io.headrace.simulator;

import org.jspecify.annotations.NullMarked;
