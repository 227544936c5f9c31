package io.headrace.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One connection that asks and waits for the answer.
final class Exchange implements AutoCloseable {

  private final SocketChannel channel;
  private final ByteBuffer answer;

  /// @param maxAnswerBytes a larger answer ends in an error
  Exchange(int port, int maxAnswerBytes) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    answer = ByteBuffer.allocateDirect(maxAnswerBytes);
  }

  /// The answer without its length; it is overwritten by the next.
  ByteBuffer ask(ByteBuffer packet) throws IOException {
    while (packet.hasRemaining()) {
      channel.write(packet);
    }
    answer.clear().limit(Integer.BYTES);
    fill();
    int length = answer.getInt(0);
    if (length < 0 || length > answer.capacity()) {
      throw new IOException("an answer of " + length + " bytes was not expected");
    }
    answer.clear().limit(length);
    fill();
    return answer.flip();
  }

  private void fill() throws IOException {
    while (answer.hasRemaining()) {
      if (channel.read(answer) < 0) {
        throw new EOFException("the broker closed the connection");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
