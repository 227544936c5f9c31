package io.headrace.quorum;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.raft.NetworkChannel;
import org.apache.kafka.raft.RaftRequest;

/// What the engine sends in a turn is put into its envelopes here, and leaves when the turn is over
/// and all that it did is durable ([Courier]).
///
/// Runs on: the metadata log's sync lane; [#take] on the reactor, between two turns.
final class EngineChannel implements NetworkChannel {

  /// Between two followers that ask for votes because their leader is gone: what an election takes
  /// where nothing else is to be done.
  private static final long STAND_APART_MS = 60;

  private final ListenerName listenerName;
  private final String clientId;
  private List<SentRequest> sent = new ArrayList<>();
  private int nextCorrelationId;
  private long firstVotesHeldMs;

  EngineChannel(ListenerName listenerName, int nodeId) {
    this.listenerName = listenerName;
    this.clientId = "quorum-" + nodeId;
  }

  @Override
  public int newCorrelationId() {
    nextCorrelationId = nextCorrelationId == Integer.MAX_VALUE ? 0 : nextCorrelationId + 1;
    return nextCorrelationId;
  }

  @Override
  public void send(RaftRequest.Outbound request) {
    SentRequest envelope = SentRequest.of(request, clientId);
    sent.add(envelope.isPreVote() ? envelope.after(firstVotesHeldMs) : envelope);
  }

  /// The next time that the engine asks others whether they would vote for it (KIP-996), it lets
  /// those go first that stand before it.
  void holdFirstVotes(int rank) {
    firstVotesHeldMs = rank * STAND_APART_MS;
  }

  /// Everything since the last call, in order.
  List<SentRequest> take() {
    if (sent.isEmpty()) {
      return List.of();
    }
    if (sent.stream().anyMatch(SentRequest::isPreVote)) {
      firstVotesHeldMs = 0;
    }
    List<SentRequest> taken = sent;
    sent = new ArrayList<>();
    return taken;
  }

  @Override
  public ListenerName listenerName() {
    return listenerName;
  }

  @Override
  public void close() {}
}
