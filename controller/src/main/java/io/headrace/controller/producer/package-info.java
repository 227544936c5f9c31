/// Which producer ids are given away.
///
/// Decides only. Runs on: the reactor. May import: `metadata`, `controller.decision`. Begin with
/// [ProducerIds].
@NullMarked
package io.headrace.controller.producer;

import org.jspecify.annotations.NullMarked;
