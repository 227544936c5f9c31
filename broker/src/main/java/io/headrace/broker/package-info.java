/// The broker as a whole: wiring, lifecycle, `main`.
///
/// [Node] is everything that decides, on whatever ports it is given: the simulator runs it as it
/// is. [Broker] puts the real world around it. May import: everything. Begin with [Main].
@NullMarked
package io.headrace.broker;

import org.jspecify.annotations.NullMarked;
