/// The metadata log on Apache Kafka's consensus engine (`KafkaRaftClient`).
///
/// Nothing else in the house sees the engine. It decides what is committed and who leads; this room
/// gives it files ([io.headrace.quorum.files]), time, chance, and turns to run in, carries its
/// commits to the reactor and its requests to other nodes ([Courier]), and hands it theirs
/// ([QuorumRequests]). A node that is new finds its cluster first ([Forming]).
///
/// Runs on: the reactor and, for the engine itself, the metadata log's own sync lane, one turn at a
/// time. May import: `base`, `runtime`, `record`, `log`, `metadata`, the engine. Begin with
/// [RaftMetadataLog].
@NullMarked
package io.headrace.quorum;

import org.jspecify.annotations.NullMarked;
