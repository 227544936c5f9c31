package io.headrace.simulator.client;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// One client's side of a connection: numbers its requests, and gives up on those that take too
/// long.
public final class SimulatedClient {
  private static final long TIMEOUT_NS = 20_000_000_000L;

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final NodeConnection node;
  private int nextCorrelationId;

  public SimulatedClient(SimulatedWorld world, NodeConnection node) {
    this.world = world;
    this.random = world.random().fork();
    this.node = node;
  }

  public SimulatedRandom random() {
    return random;
  }

  public SimulatedWorld world() {
    return world;
  }

  /// Asks; `answer` gets null if nobody answered in time or the connection broke: then the request
  /// may or may not have been carried out.
  public <A extends ApiMessage> void ask(
      ApiKeys key, int version, ApiMessage request, Class<A> type, Consumer<@Nullable A> answer) {
    int correlationId = nextCorrelationId++;
    boolean[] done = new boolean[1];
    Consumer<@Nullable A> once =
        outcome -> {
          if (!done[0]) {
            done[0] = true;
            answer.accept(outcome);
          }
        };
    world.after(TIMEOUT_NS, () -> once.accept(null));
    node.send(
        WireCodec.encode(key, (short) version, correlationId, request),
        frame ->
            once.accept(
                frame == null
                    ? null
                    : type.cast(WireCodec.decode(key, (short) version, correlationId, frame))));
  }

  /// Takes note of an error; some say that another node should have been asked.
  public Errors heard(short code) {
    Errors error = Errors.forCode(code);
    if (error == Errors.NOT_COORDINATOR || error == Errors.COORDINATOR_NOT_AVAILABLE) {
      node.onWrongNode();
    }
    return error;
  }

  /// Whether who answered last is still in charge of what it was asked for.
  public boolean isAtCurrentNode() {
    return node.isAtCurrentNode();
  }

  /// Does something after a short while.
  public void soon(Runnable action) {
    world.after(random.between(10_000, 40_000_000), action);
  }
}
