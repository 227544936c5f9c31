package io.headrace.network;

import java.util.Locale;

/// An address at which clients are served.
///
/// @param name as clients and configuration know it, in upper case
/// @param host a name or an address; empty for all addresses of this machine
/// @param port 0 for any free one; [KafkaServer#listeners] says which
public record Listener(String name, String host, int port) {

  public Listener {
    name = name.toUpperCase(Locale.ROOT);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " of listener " + name);
    }
  }
}
