/// Producing: what a broker costs per request, per byte and per record, and how long an
/// acknowledgement takes.
///
/// Runs on: the thread that compares. May import: `bench.scenario`, `bench.load`, `bench.server`.
/// Begin with [SmallProduce]; [BatchProduce] stands for all that send larger batches.
@NullMarked
package io.headrace.bench.scenario.produce;

import org.jspecify.annotations.NullMarked;
