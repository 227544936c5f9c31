/// Real clients and tools, none of them ours, against a node that was started as a user would start
/// it.
///
/// [NodeProcess] is that node; [SharedNode] hands one to all tests of a run that need nothing
/// special. The same tests run against any other broker: with
/// `-Dheadrace.compatibility.bootstrap=127.0.0.1:19092` they ask that one instead, which is how
/// they were proven right against Apache Kafka. Begin with [ProducerCompatibilityTest].
@NullMarked
package io.headrace.compatibility;

import org.jspecify.annotations.NullMarked;
