/// What the machine itself can do, as far as a broker stands on it: to judge the figures of brokers
/// by, and to bring about what they are measured under.
///
/// Runs on: the thread that calls it, and one more beside it that reads. May import: the JDK and
/// HdrHistogram. Begin with [Limit].
@NullMarked
package io.headrace.bench.machine;

import org.jspecify.annotations.NullMarked;
