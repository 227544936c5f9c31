package io.headrace.simulator.cluster;

import io.headrace.broker.Node;
import io.headrace.network.ConnectionId;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.SimulatedRequest;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/// One listener of a node: hands what comes by the simulated network to the node, and its answers
/// back. As in production nothing more of a connection is read while a request of it is postponed.
final class ListenerOfNode implements SimulatedNetwork.Service {
  private final SimulatedWorld world;
  private final Life life;
  private final Node node;
  private final String name;
  private final Map<Long, Line> lines = new TreeMap<>();

  /// @param name of the listener
  ListenerOfNode(SimulatedWorld world, Life life, Node node, String name) {
    this.world = world;
    this.life = life;
    this.node = node;
    this.name = name;
  }

  @Override
  public void onRequest(long connection, ByteBuffer frame, SimulatedNetwork.Reply answer) {
    Line line = lines.computeIfAbsent(connection, Line::new);
    line.unread.add(() -> line.request(frame, answer).deliverTo(node));
    line.read();
  }

  @Override
  public void onClosed(long connection) {
    Line line = lines.remove(connection);
    if (line != null) {
      line.unread.clear();
    }
    node.onClosed(new ConnectionId(connection));
  }

  /// What comes by one connection.
  private final class Line {
    private final long connection;
    private final ArrayDeque<Runnable> unread = new ArrayDeque<>();
    private int postponed;

    private Line(long connection) {
      this.connection = connection;
    }

    private void read() {
      while (postponed == 0 && !unread.isEmpty()) {
        unread.remove().run();
      }
    }

    private SimulatedRequest request(ByteBuffer frame, SimulatedNetwork.Reply answer) {
      return new SimulatedRequest(
          world,
          life,
          new SimulatedRequest.Way(connection, name),
          frame,
          new Passing(this, answer));
    }
  }

  private record Passing(Line line, SimulatedNetwork.Reply answer)
      implements SimulatedRequest.Ending {
    @Override
    public void onAnswer(ByteBuffer frame) {
      answer.accept(frame);
    }

    @Override
    public void onNothing() {
      answer.nothing();
    }

    @Override
    public void onClosed() {
      answer.close();
    }

    @Override
    public void onPostponed() {
      line.postponed++;
    }

    @Override
    public void onComeAgain() {
      line.postponed--;
      line.read();
    }
  }
}
