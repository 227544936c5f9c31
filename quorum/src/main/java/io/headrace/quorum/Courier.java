package io.headrace.quorum;

import io.headrace.runtime.NobodyThereException;
import io.headrace.runtime.Peers;
import io.headrace.runtime.Peers.Peer;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.message.ApiVersionsRequestData;

/// Carries the engine's requests to other nodes.
///
/// Two lines to each node, made when first needed: a fetch waits at the leader until there is
/// something new, and a vote must not wait behind it.
///
/// Runs on: the reactor.
final class Courier {

  /// Longer than a leader waits with the answer to a fetch (0.5 s), and not as long as the engine
  /// waits for it (2 s): a connection that was forgotten on the way, when the network was cut, is
  /// replaced before the engine asks again.
  private static final long TIMEOUT_NS = 1_500_000_000L;

  private static final long NS_PER_MS = 1_000_000;
  private static final long KNOCK_NS = 1_000_000_000L;

  /// Lines that were not used for longest are closed when there are more: voters that moved away.
  private static final int MAX_LINES = 64;

  private record Address(String host, int port, boolean forFetches) {}

  /// Hears on the reactor what became of a request.
  interface Outcome {

    /// @param frame a copy
    void onAnswer(SentRequest request, ByteBuffer frame);

    void onLost(SentRequest request, IOException cause);

    /// No process listens at the address of this node.
    void onNobodyThere(int nodeId);
  }

  private final Peers peers;
  private final Timers timers;
  private final Outcome outcome;
  private final Set<Integer> gone = new TreeSet<>();
  private boolean closed;
  private final Map<Address, Peer> lines = new LinkedHashMap<>(16, 0.75f, true);

  Courier(Peers peers, Timers timers, Outcome outcome) {
    this.peers = peers;
    this.timers = timers;
    this.outcome = outcome;
  }

  /// In the order of nodes: the engine's is that of sets, and differs from process to process.
  void sendAll(List<SentRequest> requests) {
    requests.stream()
        .sorted(Comparator.comparingInt(SentRequest::nodeId).thenComparing(SentRequest::host))
        .forEach(this::send);
  }

  void send(SentRequest request) {
    if (request.delayMs() == 0) {
      sendNow(request);
    } else {
      timers.after(request.delayMs() * NS_PER_MS, () -> sendNow(request));
    }
  }

  private void sendNow(SentRequest request) {
    if (closed) {
      return;
    }
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

  /// The nodes at whose addresses nobody listened when they were last asked.
  Set<Integer> gone() {
    return gone;
  }

  private void onNobodyThere(int nodeId) {
    gone.add(nodeId);
    outcome.onNobodyThere(nodeId);
  }

  void close() {
    closed = true;
    lines.values().forEach(Peer::close);
    lines.clear();
  }

  /// Finds out at once, when the connection of a fetch breaks, whether the process at the other
  /// side is still there: whoever follows a leader that is gone need not wait for it.
  private final class Knock implements Peers.Answer {
    private final int nodeId;
    private final Peer line;

    private Knock(SentRequest request) {
      nodeId = request.nodeId();
      line = peers.at(request.host(), request.port());
    }

    void send() {
      line.send(WireFormat.encode(new ApiVersionsRequestData(), 0, ""), KNOCK_NS, this);
    }

    @Override
    public void onAnswer(ByteBuffer frame) {
      line.close();
    }

    @Override
    public void onLost(IOException cause) {
      line.close();
      if (cause instanceof NobodyThereException && !closed) {
        Courier.this.onNobodyThere(nodeId);
      }
    }
  }

  private final class Answer implements Peers.Answer {
    private final SentRequest request;

    private Answer(SentRequest request) {
      this.request = request;
    }

    @Override
    public void onAnswer(ByteBuffer frame) {
      gone.remove(request.nodeId());
      ByteBuffer copy = ByteBuffer.allocate(frame.remaining()).put(frame).flip();
      outcome.onAnswer(request, copy);
    }

    @Override
    public void onLost(IOException cause) {
      outcome.onLost(request, cause);
      if (cause instanceof NobodyThereException) {
        onNobodyThere(request.nodeId());
      } else if (request.isFetch() && !closed) {
        new Knock(request).send();
      }
    }
  }
}
