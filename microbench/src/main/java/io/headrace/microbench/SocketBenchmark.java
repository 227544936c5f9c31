package io.headrace.microbench;

import io.headrace.network.ConnectionId;
import io.headrace.network.EventLoop;
import io.headrace.network.KafkaServer;
import io.headrace.network.Listener;
import io.headrace.network.NetworkLimits;
import io.headrace.network.Request;
import io.headrace.network.RequestReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Frames over a socket of the loopback, each answered with four bytes: reading, cutting into
/// frames, the order of the answers, and one flush. The client's part and two wake-ups of threads
/// are in it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SocketBenchmark {

  private static final int ANSWER_BYTES = 4 + 4;

  /// How many frames are sent at once.
  @Param({"1", "100"})
  public int frames;

  @Param({"200", "65536"})
  public int bytes;

  private EventLoop loop;
  private KafkaServer server;
  private SocketChannel client;
  private ByteBuffer sent;
  private ByteBuffer received;

  @Setup
  public void open() throws IOException {
    loop = EventLoop.start("reactor", Throwable::printStackTrace);
    server =
        KafkaServer.open(
            loop,
            List.of(new Listener("plaintext", "127.0.0.1", 0)),
            NetworkLimits.DEFAULTS,
            new FirstBytes());
    server.accept();
    client =
        SocketChannel.open(
            new InetSocketAddress("127.0.0.1", server.listeners().getFirst().port()));
    sent = ByteBuffer.allocateDirect(frames * (4 + bytes));
    for (int i = 0; i < frames; i++) {
      sent.putInt(bytes).position(sent.position() + bytes);
    }
    received = ByteBuffer.allocateDirect(frames * ANSWER_BYTES);
  }

  private static final class FirstBytes implements RequestReceiver {

    @Override
    public void onRequest(Request request) {
      request.respond(List.of(new Request.Part.Bytes(request.frame().slice(0, 4))));
    }

    @Override
    public void onClosed(ConnectionId connection) {}
  }

  @TearDown
  public void close() throws IOException {
    client.close();
    server.close();
    loop.close();
  }

  @Benchmark
  public void roundTrip() throws IOException {
    sent.clear();
    while (sent.hasRemaining()) {
      client.write(sent);
    }
    received.clear();
    while (received.hasRemaining()) {
      if (client.read(received) < 0) {
        throw new IOException("the server hung up");
      }
    }
  }
}
