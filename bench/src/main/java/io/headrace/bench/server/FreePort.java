package io.headrace.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of the loopback that nobody had a moment ago.
final class FreePort {

  private FreePort() {}

  static int any() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static int other(int taken) throws IOException {
    int port = any();
    return port == taken ? other(taken) : port;
  }
}
