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

/// One connection that sends packets and hands over answers without ever waiting for the broker.
final class Wire {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Answers answers;
  private final ByteBuffer in;
  private final ArrayDeque<ByteBuffer> toSend = new ArrayDeque<>();

  /// Takes the answers of a connection in the order in which they come.
  interface Answers {

    /// @param answer without its length; overwritten afterwards
    void onAnswer(ByteBuffer answer) throws IOException;
  }

  /// @param bufferBytes of answers taken at once; a larger answer is an error
  Wire(int port, Selector selector, int bufferBytes, Answers answers) throws IOException {
    this.answers = answers;
    this.in = ByteBuffer.allocateDirect(bufferBytes);
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /// Sends a packet from its beginning, after all that were given before it.
  void send(ByteBuffer packet) throws IOException {
    toSend.add(packet.duplicate().rewind());
    if (toSend.size() == 1) {
      write();
    }
  }

  void onReady() throws IOException {
    if (key.isWritable()) {
      write();
    }
    if (key.isReadable()) {
      read();
    }
  }

  private void write() throws IOException {
    while (!toSend.isEmpty()) {
      ByteBuffer packet = toSend.peek();
      channel.write(packet);
      if (packet.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      toSend.remove();
    }
    if (key.interestOps() != SelectionKey.OP_READ) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void read() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the broker closed the connection");
    }
    in.flip();
    while (in.remaining() >= Integer.BYTES) {
      int length = in.getInt(in.position());
      if (length < 0 || Integer.BYTES + length > in.capacity()) {
        throw new IOException("an answer of " + length + " bytes was not expected");
      }
      if (in.remaining() < Integer.BYTES + length) {
        break;
      }
      int start = in.position() + Integer.BYTES;
      in.position(start + length);
      answers.onAnswer(in.slice(start, length));
    }
    in.compact();
  }

  void close() throws IOException {
    channel.close();
  }
}
