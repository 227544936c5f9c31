/// The ports inside one thread, from a seed: the same seed gives the same history.
///
/// A [SimulatedWorld] holds the time and the events; a [SimulatedMachine] a disk that outlives
/// crashes; a [Life] the ports of one process from its start to its death. Death can come inside
/// any disk call, as [SimulatedCrash]. For tests only.
///
/// May import: `base`, `runtime`. Begin with [SimulatedWorld] and [SimulatedDisk].
@NullMarked
package io.headrace.runtime.simulated;

import org.jspecify.annotations.NullMarked;
