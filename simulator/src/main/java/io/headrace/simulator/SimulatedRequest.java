package io.headrace.simulator;

import io.headrace.network.ConnectionId;
import io.headrace.network.Request;
import io.headrace.network.RequestReceiver;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.InvariantViolation;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// A request as the network would hand it over, without a network. Its frame is overwritten when
/// the turn ends, so that whoever keeps it longer than allowed is found out.
public final class SimulatedRequest implements Request {

  /// By which nodes of a cluster reach each other.
  public static final String CONTROLLER_LISTENER = "CONTROLLER";

  /// By which way a request came.
  ///
  /// @param listener the listener's name
  public record Way(long connection, String listener) {}

  /// What becomes of a request; one of these, once.
  public interface Ending {
    void onAnswer(ByteBuffer frame);

    /// It has no answer, and the connection goes on.
    void onNothing();

    /// The connection is closed.
    void onClosed();

    /// Nothing more is to be read from the connection until this request has come again.
    default void onPostponed() {}

    /// It came again.
    default void onComeAgain() {}
  }

  private final SimulatedWorld world;
  private final Life life;
  private final Way way;
  private final byte[] bytes;
  private final short apiKey;
  private final Ending ending;
  private boolean answered;
  private boolean completed;
  private @Nullable RequestReceiver receiver;

  public SimulatedRequest(
      SimulatedWorld world, Life life, Way way, ByteBuffer frame, Ending ending) {
    this.world = world;
    this.life = life;
    this.way = way;
    this.apiKey = frame.getShort(frame.position());
    this.bytes = new byte[frame.remaining()];
    frame.get(bytes);
    this.ending = ending;
  }

  /// Hands it to a node, on its reactor.
  public void deliverTo(RequestReceiver receiver) {
    this.receiver = receiver;
    receiver.onRequest(this);
    life.reactor()
        .atEndOfTurn(() -> life.reactor().atEndOfTurn(() -> Arrays.fill(bytes, (byte) 0x55)));
  }

  public boolean answered() {
    return answered;
  }

  /// The connection broke.
  void connectionLost() {
    settle(Ending::onClosed);
  }

  private void settle(Consumer<Ending> how) {
    if (!answered) {
      answered = true;
      how.accept(ending);
    }
  }

  @Override
  public ConnectionId connection() {
    return new ConnectionId(way.connection());
  }

  @Override
  public InetAddress clientAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public String listener() {
    return way.listener();
  }

  @Override
  public ByteBuffer frame() {
    return ByteBuffer.wrap(bytes);
  }

  /// Slices of files are read in another turn, as `sendfile` would be.
  @Override
  public void respond(List<Part> parts) {
    checkFirst();
    life.reactor()
        .execute(() -> {
          ByteBuffer reply = collect(parts);
          settle(reply == null ? Ending::onClosed : it -> it.onAnswer(reply));
        });
  }

  private @Nullable ByteBuffer collect(List<Part> parts) {
    int size = 0;
    for (Part part : parts) {
      size +=
          switch (part) {
            case Part.Bytes bytesPart -> bytesPart.bytes().remaining();
            case Part.File file -> file.slice().length();
          };
    }
    ByteBuffer reply = ByteBuffer.allocate(size);
    boolean broken = false;
    for (Part part : parts) {
      switch (part) {
        case Part.Bytes bytesPart -> reply.put(bytesPart.bytes().duplicate());
        case Part.File file -> {
          broken |= !copy(file, reply);
          file.slice().release();
        }
      }
    }
    note(reply.flip());
    return broken ? null : reply;
  }

  /// Takes down what is the same in every process. The metadata engine numbers the requests of one
  /// turn, and names the voters of a leader in its log, in the order of sets, which is not.
  private void note(ByteBuffer reply) {
    int size = reply.remaining();
    int numberBytes = Math.min(Integer.BYTES, size);
    boolean isBetweenNodes = way.listener().equals(CONTROLLER_LISTENER);
    world.note(
        isBetweenNodes && apiKey == ApiKeys.FETCH.id
            ? size
            : reply.slice(numberBytes, size - numberBytes).hashCode());
  }

  private static boolean copy(Part.File file, ByteBuffer reply) {
    try {
      ByteBuffer target = ByteBuffer.allocate(file.slice().length());
      int count = file.slice().read(target, 0);
      reply.put(target.flip());
      return count == file.slice().length();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void respondNothing() {
    checkFirst();
    settle(Ending::onNothing);
  }

  @Override
  public void close(String reason) {
    checkFirst();
    world.note(reason.hashCode());
    settle(Ending::onClosed);
  }

  /// The network keeps the bytes of a postponed frame, so they are handed over anew.
  @Override
  public Runnable postpone() {
    checkFirst();
    var again = new SimulatedRequest(world, life, way, frame(), new Passing());
    RequestReceiver target = Objects.requireNonNull(receiver);
    ending.onPostponed();
    return () ->
        life.reactor()
            .execute(() -> {
              again.deliverTo(target);
              ending.onComeAgain();
            });
  }

  @Override
  public String toString() {
    return "API " + apiKey + " on " + way;
  }

  /// The request that was postponed ends as the one that took its place.
  private final class Passing implements Ending {
    @Override
    public void onAnswer(ByteBuffer frame) {
      settle(it -> it.onAnswer(frame));
    }

    @Override
    public void onNothing() {
      settle(Ending::onNothing);
    }

    @Override
    public void onClosed() {
      settle(Ending::onClosed);
    }

    @Override
    public void onPostponed() {
      ending.onPostponed();
    }

    @Override
    public void onComeAgain() {
      ending.onComeAgain();
    }
  }

  private void checkFirst() {
    if (completed) {
      throw new InvariantViolation("a request was answered twice");
    }
    completed = true;
  }
}
