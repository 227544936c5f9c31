/// Fetch responses in parts, so that records can go from a file to the socket.
///
/// Runs on: the reactor. May import: `base`, `protocol`, `protocol.wire`. Begin with
/// [FetchResponse].
@NullMarked
package io.headrace.protocol.fetch;

import org.jspecify.annotations.NullMarked;
