package io.headrace.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// Connections that are served by one thread.
final class Wires implements AutoCloseable {

  private static final long AWAIT_MS = 10;

  private final Selector selector;
  private final List<Wire> wires = new ArrayList<>();

  Wires() throws IOException {
    selector = Selector.open();
  }

  /// @param bufferBytes of answers taken at once; a larger answer is an error
  Wire open(int port, int bufferBytes, Wire.Answers answers) throws IOException {
    var wire = new Wire(port, selector, bufferBytes, answers);
    wires.add(wire);
    return wire;
  }

  /// Serves what is ready, or waits a little for something.
  void await() throws IOException {
    selector.select(AWAIT_MS);
    serve();
  }

  /// Serves what is ready.
  void poll() throws IOException {
    selector.selectNow();
    serve();
  }

  private void serve() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      ((Wire) key.attachment()).onReady();
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
    selector.close();
  }
}
