/// What brokers ask of the controller, and what operators ask about leaders, replicas, features and
/// brokers.
///
/// Runs on: the reactor. May import: `broker.api`, `controller`, `metadata`, `protocol`. Begin with
/// [ClusterApis].
@NullMarked
package io.headrace.broker.api.cluster;

import org.jspecify.annotations.NullMarked;
