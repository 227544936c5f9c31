/// Sockets and framing: the only room that sees Netty.
///
/// Reads every complete frame of a connection, hands it to the [RequestReceiver], and sends the
/// answers in the order of arrival. Its event loop is the reactor. May import: Netty, `protocol`,
/// `runtime`. Begin with [KafkaServer].
@NullMarked
package io.headrace.network;

import org.jspecify.annotations.NullMarked;
