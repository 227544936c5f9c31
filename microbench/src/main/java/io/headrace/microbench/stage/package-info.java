/// What benchmarks stand on: the ports with nothing behind them, and a node that is asked without a
/// socket.
///
/// Runs on: the thread of the benchmark. May import: every room. Begin with [StagedNode].
@NullMarked
package io.headrace.microbench.stage;

import org.jspecify.annotations.NullMarked;
