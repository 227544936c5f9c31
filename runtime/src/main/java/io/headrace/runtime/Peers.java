package io.headrace.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Connections to other nodes on which this one is the client.
///
/// Runs on: the reactor, every call and every answer.
public interface Peers {

  /// For a node that is alone: it never asks for another.
  Peers NOBODY =
      (host, port) -> {
        throw new IllegalStateException("there is no other node: " + host + ":" + port);
      };

  /// A line of its own to the node at this address. Nothing is connected before the first request.
  ///
  /// Answers come in the order of the requests of a line, so a request that waits at the other side
  /// holds up those behind it: who has one that waits takes a line for it alone.
  Peer at(String host, int port);

  /// One line: one connection at a time, made anew by the next request after it broke.
  interface Peer {

    /// Sends a request; its answer, or that none will come, is told exactly once, never within this
    /// call. When a connection breaks or a request is late, all requests under way on it are lost
    /// and the connection is closed. A lost request may have been carried out.
    ///
    /// @param frame request header and body, without the length in front; not changed any more
    /// @param timeoutNs how long to wait for the answer, connecting included
    void send(ByteBuffer frame, long timeoutNs, Answer answer);

    /// Closes the connection; requests under way are lost. It cannot be used any more.
    void close();
  }

  /// Hears what became of a request.
  interface Answer {

    /// @param frame response header and body; valid until the end of the turn, after all
    ///   end-of-turn tasks
    void onAnswer(ByteBuffer frame);

    /// @param cause a [NobodyThereException] if the connection was refused
    void onLost(IOException cause);
  }
}
