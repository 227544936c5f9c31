package io.headrace.quorum;

import io.headrace.runtime.Peers;
import io.headrace.runtime.Peers.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Carries the engine's requests to other nodes.
///
/// Two lines to each node, made when first needed: a fetch waits at the leader until there is
/// something new, and a vote must not wait behind it.
///
/// Runs on: the reactor.
final class Courier {

  /// Longer than the engine waits for an answer, so that it is the engine who gives up.
  private static final long TIMEOUT_NS = 3_000_000_000L;

  /// Lines that were not used for longest are closed when there are more: voters that moved away.
  private static final int MAX_LINES = 64;

  private record Address(String host, int port, boolean forFetches) {}

  /// Hears on the reactor what became of a request.
  interface Outcome {

    /// @param frame a copy
    void onAnswer(SentRequest request, ByteBuffer frame);

    void onLost(SentRequest request, IOException cause);
  }

  private final Peers peers;
  private final Outcome outcome;
  private final Map<Address, Peer> lines = new LinkedHashMap<>(16, 0.75f, true);

  Courier(Peers peers, Outcome outcome) {
    this.peers = peers;
    this.outcome = outcome;
  }

  void send(SentRequest request) {
    var address = new Address(request.host(), request.port(), request.isFetch());
    lines
        .computeIfAbsent(address, key -> peers.at(key.host(), key.port()))
        .send(request.frame(), TIMEOUT_NS, new Answer(request));
    if (lines.size() > MAX_LINES) {
      Iterator<Peer> oldest = lines.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
  }

  void close() {
    lines.values().forEach(Peer::close);
    lines.clear();
  }

  private final class Answer implements Peers.Answer {
    private final SentRequest request;

    private Answer(SentRequest request) {
      this.request = request;
    }

    @Override
    public void onAnswer(ByteBuffer frame) {
      ByteBuffer copy = ByteBuffer.allocate(frame.remaining()).put(frame).flip();
      outcome.onAnswer(request, copy);
    }

    @Override
    public void onLost(IOException cause) {
      outcome.onLost(request, cause);
    }
  }
}
