/// The static configuration of a node: which settings there are, and what a file and a command line
/// make of them.
///
/// Kafka's names, types, units and defaults for Kafka's things, `headrace.*` for ours. Values only;
/// may import: the JDK, `metadata.config`. Begin with [Settings] and [NodeConfig].
@NullMarked
package io.headrace.broker.config;

import org.jspecify.annotations.NullMarked;
