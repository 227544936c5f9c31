/// Changes that this node may not decide itself: they travel to the active controller, and their
/// answers come back.
///
/// [ForwardedApi] forwards whole requests of clients, [NearestController] the broker's own changes;
/// both go by a [ControllerLine]. Runs on: the reactor. May import: `broker.api`, `broker.config`,
/// `controller`, `protocol`, `runtime`. Begin with [ControllerLine].
@NullMarked
package io.headrace.broker.forward;

import org.jspecify.annotations.NullMarked;
