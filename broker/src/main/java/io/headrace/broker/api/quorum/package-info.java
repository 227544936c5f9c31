/// Requests of the metadata quorum: between its nodes, and of operators who look at it or change
/// its voters. The consensus engine in the room `quorum` decides; what is here hands over.
///
/// Served on the controller listener, and what operators ask on client listeners too. Runs on: the
/// reactor. May import: `quorum`, `protocol`. Begin with [QuorumApis].
@NullMarked
package io.headrace.broker.api.quorum;

import org.jspecify.annotations.NullMarked;
