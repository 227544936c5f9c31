/// How large a cluster can grow: metadata of up to a million partitions and 500 brokers on the real
/// controller, with a metadata log that counts. What it measures is in `docs/scale.md`.
///
/// Runs on: one thread; measures processor time and heap of this process. Begin with [Main].
@NullMarked
package io.headrace.simulator.scale;

import org.jspecify.annotations.NullMarked;
