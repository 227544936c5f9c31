package io.headrace.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/// One connection of a load: sends the same packet again and again, and notes how long each answer
/// took.
final class LoadConnection {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);
  private final ArrayDeque<Long> sentNs = new ArrayDeque<>();
  private final ByteBuffer packet;
  private int toSend;

  LoadConnection(int port, Selector selector, ByteBuffer packet) throws IOException {
    this.packet = packet.duplicate();
    this.packet.position(packet.limit());
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  int inFlight() {
    return sentNs.size() + toSend;
  }

  void send(long dueNs) throws IOException {
    sentNs.add(dueNs);
    toSend++;
    write();
  }

  void write() throws IOException {
    while (true) {
      if (!packet.hasRemaining()) {
        if (toSend == 0) {
          break;
        }
        toSend--;
        packet.rewind();
      }
      channel.write(packet);
      if (packet.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
    }
    if (key.interestOps() != SelectionKey.OP_READ) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /// Takes the answers that have come; returns how many.
  int read(Latencies latencies) throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the broker closed the connection");
    }
    in.flip();
    int answers = 0;
    while (in.remaining() >= 4 && in.remaining() >= 4 + in.getInt(in.position())) {
      int start = in.position();
      int length = in.getInt(start);
      checkProduced(start + 8, length);
      in.position(start + 4 + length);
      latencies.add(System.nanoTime() - sentNs.remove());
      answers++;
    }
    in.compact();
    return answers;
  }

  /// An answer to Produce version 8: one topic, one partition, its error.
  private void checkProduced(int body, int length) {
    int topicBytes = in.getShort(body + 4);
    int error = in.getShort(body + 4 + 2 + topicBytes + 4 + 4);
    if (error != 0) {
      throw new IllegalStateException("error " + error + " in an answer of " + length + " bytes");
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
