/// What every API handler has in common: the request it is handed and the form of its row in the
/// table of APIs.
///
/// There is one handler per Kafka API, `broker.api.<area>.<ApiName>Handler`, and no handler
/// anywhere else. A handler translates: request → question to the owner → answer; it decides
/// nothing. Runs on: the reactor.
@NullMarked
package io.headrace.broker.api;

import org.jspecify.annotations.NullMarked;
