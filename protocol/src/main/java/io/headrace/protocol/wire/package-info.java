/// The primitive types of Kafka's protocol, read with suspicion and written.
///
/// Objects here belong to whoever made them and are used by one thread at a time. May import: the
/// JDK. Begin with [WireReader].
@NullMarked
package io.headrace.protocol.wire;

import org.jspecify.annotations.NullMarked;
