/// The files of the metadata log: segments in Kafka's batch format, snapshots, and the vote, all
/// durable before anybody hears of them. `docs/formats/metadata-log.md` tells their bytes.
///
/// Runs on: the metadata log's sync lane. May import: `runtime`, the engine. Begin with
/// [DurableRaftLog].
@NullMarked
package io.headrace.quorum.files;

import org.jspecify.annotations.NullMarked;
