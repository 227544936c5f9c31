/// The formats of all messages in a form that bytes can be held against without allocating.
///
/// Made from the schemas that Kafka generates, once for each version that is really used. May
/// import: `protocol.wire`, Kafka's schemas. Begin with [MessageShape].
@NullMarked
package io.headrace.protocol.schema;

import org.jspecify.annotations.NullMarked;
