package io.headrace.network;

import io.headrace.runtime.FileSlice;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/// One frame from a client, and the slot in which its answer leaves. Answers leave a connection in
/// the order in which the requests came, whatever completes first.
///
/// Exactly one of [#respond], [#respondNothing], [#close] and [#postpone] is called, once, on the
/// reactor.
public interface Request {

  ConnectionId connection();

  InetAddress clientAddress();

  /// The name of the listener it came in by, in upper case.
  String listener();

  /// The frame without its length: request header and body. It is valid until the end of the turn
  /// in which the request was delivered, after all end-of-turn tasks (so what was appended to a log
  /// in this turn needs no copy); who needs it longer copies it.
  ByteBuffer frame();

  /// Sends an answer: response header and body, without the length in front, which the network
  /// adds. Parts are sent in order; slices of files go by `sendfile` and are released when sent (or
  /// when the connection is gone).
  void respond(List<Part> parts);

  /// This request has no answer (Produce with `acks=0`).
  void respondNothing();

  /// Closes the connection; `reason` goes into a rate-limited line of the log.
  void close(String reason);

  /// Gives the frame back: there is no room to serve it. Its connection keeps it and is not read
  /// any further until the task that is returned here has run; then the frame is delivered again,
  /// as a new request. Only within the call that delivered it, before anything was kept of it.
  Runnable postpone();

  /// A piece of an answer.
  sealed interface Part {
    /// Must not be changed any more.
    record Bytes(ByteBuffer bytes) implements Part {}

    record File(FileSlice slice) implements Part {}
  }
}
