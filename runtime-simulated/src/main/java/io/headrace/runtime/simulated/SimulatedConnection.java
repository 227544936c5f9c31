package io.headrace.runtime.simulated;

import io.headrace.runtime.NobodyThereException;
import io.headrace.runtime.Peers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One connection, with both its ends.
///
/// ```
///  client: connecting -> open -> over          over: every request is lost, once and for all
///  server: (nothing)  -> open -> over          over: answers go nowhere
/// ```
///
/// Each end learns of the other's end through the pipe, or never.
final class SimulatedConnection {

  /// How often the system sends again what nobody acknowledged.
  private static final long RESEND_NS = 400_000_000;

  /// Stands for the answer of a request that has none.
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final class Request {
    final Peers.Answer answer;
    @Nullable ByteBuffer response;

    Request(Peers.Answer answer) {
      this.answer = answer;
    }

    boolean isSilent() {
      return response != null && !response.hasRemaining();
    }
  }

  /// What the server does with one request.
  private final class Replying implements SimulatedNetwork.Reply {
    private final Request request;

    private Replying(Request request) {
      this.request = request;
    }

    @Override
    public void accept(ByteBuffer bytes) {
      reply(request, ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
    }

    @Override
    public void nothing() {
      reply(request, NOTHING);
    }

    @Override
    public void close() {
      closeByServer();
    }
  }

  private final SimulatedNetwork network;
  private final long number;
  private final Life client;
  private final String address;
  private final NetworkPipe there;
  private final NetworkPipe back;
  private @Nullable Life server;
  private boolean clientOver;
  private boolean serverOver;
  private boolean sendingAgain;

  /// Not answered yet as the client sees it.
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();

  /// Not answered yet as the server sees it.
  private final ArrayDeque<Request> served = new ArrayDeque<>();

  SimulatedConnection(
      SimulatedNetwork network,
      long number,
      Life client,
      String clientHost,
      String serverHost,
      String address) {
    this.network = network;
    this.number = number;
    this.client = client;
    this.address = address;
    this.there = new NetworkPipe(network, clientHost, serverHost);
    this.back = new NetworkPipe(network, serverHost, clientHost);
    there.put(this::arrive);
  }

  boolean isOver() {
    return clientOver;
  }

  /// The first packet is there.
  private void arrive() {
    server = network.processAt(address);
    if (server == null && network.isPowered(address)) {
      back.put(() -> lose(new NobodyThereException("connection refused by " + address)));
    } else if (server == null) {
      sendAgain();
    }
  }

  /// Nobody acknowledges what was sent: the client's system sends it again, until a machine that is
  /// back refuses it.
  private void sendAgain() {
    if (sendingAgain || clientOver) {
      return;
    }
    sendingAgain = true;
    network
        .world()
        .after(
            RESEND_NS,
            () -> {
              sendingAgain = false;
              if (isBack()) {
                back.put(() -> lose("connection reset by " + address));
              } else {
                sendAgain();
              }
            });
  }

  void request(ByteBuffer frame, long timeoutNs, Peers.Answer answer) {
    var request = new Request(answer);
    waiting.add(request);
    ByteBuffer copy = ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
    if (network.weather().breaks(network.random())) {
      there.put(this::breakBothEnds);
    } else {
      there.put(() -> take(request, copy));
    }
    client.after(
        timeoutNs,
        () -> {
          if (waiting.contains(request)) {
            closeByClient("no answer in time");
          }
        });
  }

  private void take(Request request, ByteBuffer frame) {
    Life process = server;
    if (process == null || !process.alive()) {
      boolean isReset = process != null && (!process.lostPower() || isBack());
      if (isReset) {
        back.put(() -> lose("connection reset by " + address));
      } else {
        sendAgain();
      }
      return;
    }
    if (serverOver) {
      return;
    }
    served.add(request);
    process
        .reactor()
        .execute(() -> network.serviceAt(address).onRequest(number, frame, new Replying(request)));
  }

  /// Whether another process took the place of the one that this connection goes to.
  private boolean isBack() {
    return network.processAt(address) != null;
  }

  private void reply(Request request, ByteBuffer bytes) {
    request.response = bytes;
    while (!served.isEmpty() && served.getFirst().response != null && !serverOver) {
      Request first = served.removeFirst();
      if (first.isSilent()) {
        continue;
      }
      if (network.weather().breaks(network.random())) {
        back.put(this::breakBothEnds);
      } else {
        back.put(() -> answer(first));
      }
    }
  }

  private void answer(Request request) {
    ByteBuffer response = request.response;
    if (clientOver || response == null || !client.alive()) {
      return;
    }
    waiting.remove(request);
    client.reactor().execute(() -> request.answer.onAnswer(response));
  }

  private void breakBothEnds() {
    lose("connection reset");
    endServer();
  }

  /// The client gives up; the server hears of it if it can be told.
  void closeByClient(String why) {
    lose(why);
    there.put(this::endServer);
  }

  private void closeByServer() {
    endServer();
    back.put(() -> lose("connection closed by " + address));
  }

  private void lose(String why) {
    lose(new IOException(why));
  }

  private void lose(IOException cause) {
    if (clientOver) {
      return;
    }
    clientOver = true;
    while (!waiting.isEmpty()) {
      Request request = waiting.removeFirst();
      client.reactor().execute(() -> request.answer.onLost(cause));
    }
    forgetIfOver();
  }

  private void endServer() {
    Life process = server;
    if (!serverOver && process != null && process.alive()) {
      process.reactor().execute(() -> network.serviceAt(address).onClosed(number));
    }
    serverOver = true;
    served.clear();
    forgetIfOver();
  }

  /// One of the two processes died: its system closes the connection, if it has power.
  void onDeath(Life life) {
    if (life == client) {
      clientOver = true;
      waiting.clear();
      if (!life.lostPower()) {
        there.put(this::endServer);
      } else {
        serverOver |= server == null;
      }
    } else if (life == server && !life.lostPower()) {
      serverOver = true;
      back.put(() -> lose("connection closed by " + address));
    }
    forgetIfOver();
  }

  private void forgetIfOver() {
    if (clientOver && (serverOver || server == null || !server.alive())) {
      network.forget(this);
    }
  }
}
