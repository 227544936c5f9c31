package io.headrace.runtime.simulated;

import java.util.ArrayDeque;

/// One direction of a connection: what is put in comes out in order, later.
final class NetworkPipe {

  /// How often a direction that is cut is tried again.
  private static final long RETRY_NS = 50_000_000;

  /// How soon TCP sends again what is not acknowledged, the first time.
  private static final long FIRST_RESEND_NS = 200_000_000;

  private record Item(long arrivalNs, Runnable delivery) {}

  private final SimulatedNetwork network;
  private final String from;
  private final String to;
  private final ArrayDeque<Item> items = new ArrayDeque<>();
  private long lastArrivalNs;
  private boolean pumping;

  /// When its first item was held back by a cut; −1 if it is not.
  private long heldSinceNs = -1;

  NetworkPipe(SimulatedNetwork network, String from, String to) {
    this.network = network;
    this.from = from;
    this.to = to;
  }

  void put(Runnable delivery) {
    long nowNs = network.world().nowNs();
    lastArrivalNs = Math.max(lastArrivalNs, nowNs + network.weather().delayOf(network.random()));
    items.add(new Item(lastArrivalNs, delivery));
    pump();
  }

  private void pump() {
    Item head = items.peek();
    if (pumping || head == null) {
      return;
    }
    pumping = true;
    network.world().after(head.arrivalNs() - network.world().nowNs(), this::deliver);
  }

  private void deliver() {
    if (network.isCut(from, to)) {
      holdBack();
      return;
    }
    heldSinceNs = -1;
    Item head = items.remove();
    pumping = false;
    head.delivery().run();
    pump();
  }

  private void holdBack() {
    long nowNs = network.world().nowNs();
    heldSinceNs = heldSinceNs < 0 ? nowNs : heldSinceNs;
    switch (network.afterCut()) {
      case SOON -> tryAgainIn(network.random().between(RETRY_NS / 5, RETRY_NS));
      case LATE -> tryAgainIn(Math.max(FIRST_RESEND_NS, nowNs - heldSinceNs));
      case NEVER -> items.clear(); // and pumps no more
    }
  }

  private void tryAgainIn(long delayNs) {
    network.world().after(delayNs, this::deliver);
  }
}
