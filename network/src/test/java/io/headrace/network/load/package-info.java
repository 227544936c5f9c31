/// A load generator that speaks Kafka's protocol with requests encoded beforehand, so that it costs
/// little beside the broker it measures. Not a test: begin with [Load], which says how to run it.
@NullMarked
package io.headrace.network.load;

import org.jspecify.annotations.NullMarked;
