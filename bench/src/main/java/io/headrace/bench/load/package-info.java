/// A load generator that speaks Kafka's protocol with requests encoded beforehand, so that it costs
/// little beside the broker it measures. It checks what it is told: errors, offsets, gaps.
///
/// Runs on: the one thread that calls it. May import: the JDK, HdrHistogram, and of Kafka's client
/// the codecs, with which batches are compressed beforehand. Begin with [ProduceLoad].
@NullMarked
package io.headrace.bench.load;

import org.jspecify.annotations.NullMarked;
