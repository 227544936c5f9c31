/// The API by which nodes hand requests on to the active controller (Envelope, KIP-590).
///
/// Served on the controller listener. Runs on: the reactor. May import: `broker.api`, `protocol`.
/// Begin with [EnvelopeHandler].
@NullMarked
package io.headrace.broker.api.forward;

import org.jspecify.annotations.NullMarked;
