package io.headrace.quorum;

import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.raft.NetworkChannel;
import org.apache.kafka.raft.RaftRequest;

/// The network of a quorum of one voter: there is nobody to talk to.
final class NoPeers implements NetworkChannel {
  private int nextCorrelationId;

  @Override
  public int newCorrelationId() {
    return nextCorrelationId++;
  }

  @Override
  public void send(RaftRequest.Outbound request) {
    throw new IllegalStateException("a quorum of one voter has nobody to send to: " + request);
  }

  @Override
  public ListenerName listenerName() {
    return ListenerName.normalised("CONTROLLER");
  }

  @Override
  public void close() {}
}
