/// Record batches, the unit in which records travel and are stored: reading, checking, building.
///
/// Wire bytes are disk bytes, so everything here works in place on a [java.nio.ByteBuffer] in the
/// batch format v2 (KIP-98). Nothing owns a thread; an object here belongs to whoever made it and
/// is used by one thread at a time. May import: `base`.
///
/// Begin with [RecordBatch]; what comes from a client goes through [BatchCheck] first.
@NullMarked
package io.headrace.record;

import org.jspecify.annotations.NullMarked;
