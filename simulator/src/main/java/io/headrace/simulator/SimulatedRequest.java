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
import org.jspecify.annotations.Nullable;

/// A request as the network would hand it over, without a network. Its frame is overwritten when
/// the turn ends, so that whoever keeps it longer than allowed is found out.
final class SimulatedRequest implements Request {
  private final SimulatedWorld world;
  private final Life life;
  private final ConnectionId connection;
  private final byte[] bytes;
  private final short apiKey;
  private final Consumer<@Nullable ByteBuffer> answer;
  private boolean answered;
  private boolean completed;
  private @Nullable RequestReceiver receiver;

  SimulatedRequest(
      SimulatedWorld world,
      Life life,
      long connection,
      ByteBuffer frame,
      Consumer<@Nullable ByteBuffer> answer) {
    this.world = world;
    this.life = life;
    this.connection = new ConnectionId(connection);
    this.apiKey = frame.getShort(frame.position());
    this.bytes = new byte[frame.remaining()];
    frame.get(bytes);
    this.answer = answer;
  }

  void deliverTo(RequestReceiver receiver) {
    this.receiver = receiver;
    receiver.onRequest(this);
    life.reactor()
        .atEndOfTurn(() -> life.reactor().atEndOfTurn(() -> Arrays.fill(bytes, (byte) 0x55)));
  }

  boolean answered() {
    return answered;
  }

  /// The connection broke.
  void connectionLost() {
    settle(null);
  }

  private void settle(@Nullable ByteBuffer reply) {
    if (!answered) {
      answered = true;
      answer.accept(reply);
    }
  }

  @Override
  public ConnectionId connection() {
    return connection;
  }

  @Override
  public InetAddress clientAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public String listener() {
    return "PLAINTEXT";
  }

  @Override
  public ByteBuffer frame() {
    return ByteBuffer.wrap(bytes);
  }

  /// Slices of files are read in another turn, as `sendfile` would be.
  @Override
  public void respond(List<Part> parts) {
    checkFirst();
    life.reactor().execute(() -> settle(collect(parts)));
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
    world.note(Arrays.hashCode(reply.array()));
    return broken ? null : reply.flip();
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
    settle(null);
  }

  @Override
  public void close(String reason) {
    checkFirst();
    world.note(reason.hashCode());
    settle(null);
  }

  /// The network keeps the bytes of a postponed frame, so they are handed over anew.
  @Override
  public Runnable postpone() {
    checkFirst();
    var again = new SimulatedRequest(world, life, connection.value(), frame(), this::settle);
    RequestReceiver target = Objects.requireNonNull(receiver);
    return () -> life.reactor().execute(() -> again.deliverTo(target));
  }

  @Override
  public String toString() {
    return "API " + apiKey + " on " + connection;
  }

  private void checkFirst() {
    if (completed) {
      throw new InvariantViolation("a request was answered twice");
    }
    completed = true;
  }
}
