/// Benchmarks of the hot paths, one class for each, by JMH: `./headrace bench micro`.
///
/// Code that a benchmark guards is marked with its name (`// hot: ChecksumBenchmark`), and a test
/// in `architecture` holds both sides to that. They tell what a change does to one path, without a
/// disk, and mostly without a socket, in the way; what a broker costs as a whole is measured by
/// `bench`.
///
/// Runs on: threads of JMH. May import: every room, and JMH. Begin with [ProduceBenchmark]; what
/// they stand on is in `microbench.stage`.
@NullMarked
package io.headrace.microbench;

import org.jspecify.annotations.NullMarked;
