package io.headrace.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A client that may misbehave: raw bytes on a blocking socket.
final class TestClient implements AutoCloseable {

  private static final int PATIENCE_MS = 20_000;

  final Socket socket = new Socket();

  TestClient(int port) throws IOException {
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
  }

  void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(byte[] frame) throws IOException {
    var packet = new java.io.ByteArrayOutputStream();
    var data = new DataOutputStream(packet);
    data.writeInt(frame.length);
    data.write(frame);
    sendRaw(packet.toByteArray());
  }

  void send(String frame) throws IOException {
    send(frame.getBytes(StandardCharsets.UTF_8));
  }

  void announce(int length) throws IOException {
    new DataOutputStream(socket.getOutputStream()).writeInt(length);
  }

  byte[] receive() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  String receiveText() throws IOException {
    return new String(receive(), StandardCharsets.UTF_8);
  }

  /// Waits for the server to close the connection; false if it sends something instead.
  boolean isClosedByServer() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (EOFException | SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
