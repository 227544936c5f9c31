/// Mistakes that are made on purpose, to see whether the simulator finds them.
///
/// Some are in the surroundings of a node ([io.headrace.simulator.Sabotage]), some in its own code,
/// changed while it is loaded ([Mutation]). For tests only. Begin with [PlantedBug].
@NullMarked
package io.headrace.simulator.planted;

import org.jspecify.annotations.NullMarked;
