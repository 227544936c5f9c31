package io.headrace.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Ports of the loopback that nobody had a moment ago.
final class FreePort {

  private FreePort() {}

  /// So many, no two the same.
  static List<Integer> some(int count) throws IOException {
    var ports = new LinkedHashSet<Integer>();
    while (ports.size() < count) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.add(socket.getLocalPort());
      }
    }
    return new ArrayList<>(ports);
  }
}
