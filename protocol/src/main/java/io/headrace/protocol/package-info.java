/// Kafka's wire protocol: error codes, API keys, requests decoded, responses encoded.
///
/// Requests come from anybody, so a request is measured against the schema of its version before
/// anything is allocated for it; what is wrong with it is a value and not an exception. Produce
/// requests and Fetch responses, which carry the bulk, have codecs of their own that do not copy
/// records; everything else uses the messages that Kafka generates. The only room of the server
/// floors that sees `org.apache.kafka`, apart from handlers and the quorum. Runs on: the reactor.
/// May import: `base`, `record`, Kafka's messages. Begin with [RequestDecoder].
@NullMarked
package io.headrace.protocol;

import org.jspecify.annotations.NullMarked;
