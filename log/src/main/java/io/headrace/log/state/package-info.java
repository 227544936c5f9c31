/// What a log knows besides its records: the producers that wrote to it and the epochs of the
/// leaders that did.
///
/// In memory here; the directory's checkpoint keeps it over restarts. Runs on: the reactor. May
/// import: `log`, `base`, `record`. Begin with [ProducerTable] and [EpochTable].
@NullMarked
package io.headrace.log.state;

import org.jspecify.annotations.NullMarked;
