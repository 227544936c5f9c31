/// Sockets and framing: the only room that sees Netty.
///
/// ```
///  socket ──read──> FrameReader ──frames──> RequestReceiver ...... any time later
///                                                                        │
///  socket <──one write per turn── AnswerWriter <── AnswerQueue <──answer─┘
/// ```
///
/// Its event loop is the reactor. In a turn it reads what is ready and delivers every complete
/// frame, runs what was posted, runs the end-of-turn tasks, then writes each connection's answers
/// at once, and only then uses the memory of the turn's frames again. Answers leave in the order of
/// arrival.
///
/// What a stranger may cost is bounded by [NetworkLimits]: buffers grow with what has arrived and
/// share one budget, requests have deadlines, connections are counted, and a client that does not
/// take its answers is not read.
///
/// May import: Netty, `protocol`, `runtime`. Begin with [KafkaServer], [Connection], and
/// [EventLoop].
@NullMarked
package io.headrace.network;

import org.jspecify.annotations.NullMarked;
