/// The ports: every way in which the core may see the world.
///
/// Everything that decides knows time, files, chance, and other threads only through these few
/// interfaces, so that a simulator can run a whole node in one thread, from a seed, and crash it
/// inside any disk call. Production implementations are in `runtime.system` (and the network's
/// event loop, which is the reactor); simulated ones in `runtime.simulated`.
///
/// May import: `base`. Begin with [Reactor] and [Disk].
@NullMarked
package io.headrace.runtime;

import org.jspecify.annotations.NullMarked;
