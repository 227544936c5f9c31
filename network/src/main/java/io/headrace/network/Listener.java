package io.headrace.network;

import java.util.Locale;

/// An address at which clients are served.
///
/// @param name as clients and configuration know it, in upper case
/// @param host a name or an address; empty for all addresses of this machine
/// @param port 0 for any free one; [KafkaServer#listeners] says which
/// @param maxConnections that came by it (`listener.name.<listener>.max.connections`)
public record Listener(String name, String host, int port, int maxConnections) {

  /// As many connections as all listeners together may have.
  public Listener(String name, String host, int port) {
    this(name, host, port, Integer.MAX_VALUE);
  }

  public Listener {
    name = name.toUpperCase(Locale.ROOT);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " of listener " + name);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("listener " + name + " would let nobody in");
    }
  }
}
