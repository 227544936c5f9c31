package io.headrace.network;

import io.headrace.runtime.Peers;

/// Lines to other nodes over TCP.
///
/// Runs on: the reactor.
final class PeerLines implements Peers {

  private final Serving serving;
  private final boolean nativeSockets;

  PeerLines(Serving serving, boolean nativeSockets) {
    this.serving = serving;
    this.nativeSockets = nativeSockets;
  }

  @Override
  public Peer at(String host, int port) {
    return new PeerLine(serving, nativeSockets, host, port);
  }
}
