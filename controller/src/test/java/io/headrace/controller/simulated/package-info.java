/// Controllers, brokers and their data in one thread, from a seed. Begin with
/// [ControllerSimulationTest].
@NullMarked
package io.headrace.controller.simulated;

import org.jspecify.annotations.NullMarked;
