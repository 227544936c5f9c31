/// Who a node is and which directories are its own: the files `meta.properties`, and the making of
/// a quorum's first files. `docs/formats/metadata-log.md` tells their bytes.
///
/// Runs on: the thread that starts the node, before anything else. May import: `runtime`, the
/// engine, `quorum.files`. Begin with [NodeFormat].
@NullMarked
package io.headrace.quorum.identity;

import org.jspecify.annotations.NullMarked;
