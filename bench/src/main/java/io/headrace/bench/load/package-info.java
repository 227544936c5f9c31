/// A load generator that speaks Kafka's protocol with requests encoded beforehand, so that it costs
/// little beside the broker it measures.
///
/// Runs on: the one thread that calls it. May import: the JDK, HdrHistogram. Begin with
/// [ProduceLoad].
@NullMarked
package io.headrace.bench.load;

import org.jspecify.annotations.NullMarked;
