/// The one class of ours that stands in the engine's own package, because the engine's constructor
/// with message queue, memory, and chance is not public: it is the seam that the engine's own
/// simulation test uses (see `docs/decisions/0003-metadata-log-on-kafka-raft.md`).
///
/// Runs on: wherever it is called. May import: the engine.
@NullMarked
package org.apache.kafka.raft;

import org.jspecify.annotations.NullMarked;
