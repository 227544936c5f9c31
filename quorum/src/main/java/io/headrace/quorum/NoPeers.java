package io.headrace.quorum;

import io.headrace.runtime.Peers;
import io.headrace.runtime.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;

/// For a node that has nobody to talk to: whatever it asks is lost.
final class NoPeers implements Peers {
  private final Reactor reactor;

  NoPeers(Reactor reactor) {
    this.reactor = reactor;
  }

  @Override
  public Peer at(String host, int port) {
    return new Peer() {
      @Override
      public void send(ByteBuffer frame, long timeoutNs, Answer answer) {
        reactor.execute(
            () -> answer.onLost(new IOException("this node has no way to " + host + ":" + port)));
      }

      @Override
      public void close() {}
    };
  }
}
