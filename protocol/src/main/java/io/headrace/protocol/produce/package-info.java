/// Produce requests and responses without copying records.
///
/// Runs on: the reactor. May import: `base`, `record`, `protocol`, `protocol.wire`. Begin with
/// [ProduceRequest].
@NullMarked
package io.headrace.protocol.produce;

import org.jspecify.annotations.NullMarked;
