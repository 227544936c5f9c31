/// The ports of [io.headrace.cli.cluster], served by the Kafka client.
///
/// Runs on: the main thread; the client keeps a thread of its own. May import: `cli.cluster`,
/// `cli.line`, and `org.apache.kafka`. Begin with [KafkaConnector].
@NullMarked
package io.headrace.cli.kafka;

import org.jspecify.annotations.NullMarked;
