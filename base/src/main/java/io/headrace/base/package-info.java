/// Ids, units, and the few small collections that every room shares.
///
/// Values only: nothing here has a thread, a clock, or a file. May import: the JDK. Begin with
/// [TopicId] and [TopicPartition].
@NullMarked
package io.headrace.base;

import org.jspecify.annotations.NullMarked;
