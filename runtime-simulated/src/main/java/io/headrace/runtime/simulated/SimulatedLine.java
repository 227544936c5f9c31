package io.headrace.runtime.simulated;

import io.headrace.runtime.Peers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The client's side of [SimulatedNetwork]: one connection at a time.
final class SimulatedLine implements Peers.Peer {
  private final SimulatedNetwork network;
  private final Life life;
  private final String from;
  private final String to;
  private final int port;
  private @Nullable SimulatedConnection connection;
  private boolean closed;

  SimulatedLine(SimulatedNetwork network, Life life, String from, String to, int port) {
    this.network = network;
    this.life = life;
    this.from = from;
    this.to = to;
    this.port = port;
  }

  @Override
  public void send(ByteBuffer frame, long timeoutNs, Peers.Answer answer) {
    if (closed) {
      life.reactor().execute(() -> answer.onLost(new IOException("the line is closed")));
      return;
    }
    SimulatedConnection open = connection;
    if (open == null || open.isOver()) {
      open = network.connect(life, from, to, port);
      connection = open;
    }
    open.request(frame, timeoutNs, answer);
  }

  @Override
  public void close() {
    closed = true;
    if (connection != null) {
      connection.closeByClient("closed");
    }
  }
}
