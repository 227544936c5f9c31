package io.headrace.simulator.cluster;

import io.headrace.broker.Node;
import io.headrace.network.ConnectionId;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.SimulatedRequest;
import java.nio.ByteBuffer;

/// One listener of a node: hands what comes by the simulated network to the node, and its answers
/// back.
///
/// @param name of the listener
record ListenerOfNode(SimulatedWorld world, Life life, Node node, String name)
    implements SimulatedNetwork.Service {

  @Override
  public void onRequest(long connection, ByteBuffer frame, SimulatedNetwork.Reply answer) {
    new SimulatedRequest(
            world, life, new SimulatedRequest.Way(connection, name), frame, new Passing(answer))
        .deliverTo(node);
  }

  @Override
  public void onClosed(long connection) {
    node.onClosed(new ConnectionId(connection));
  }

  private record Passing(SimulatedNetwork.Reply answer) implements SimulatedRequest.Ending {
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
  }
}
