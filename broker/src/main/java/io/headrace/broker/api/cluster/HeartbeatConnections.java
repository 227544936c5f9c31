package io.headrace.broker.api.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/// Remembers which connection each broker's last heartbeat came by: when that closes, the broker is
/// most likely gone, and nobody may have to wait for its session to end.
///
/// What comes late by a connection that the broker had before says nothing: it has given that up,
/// and its end is no news. Connections are numbered in the order in which they are made.
///
/// Only who knows the epoch of a broker's registration speaks for it: nobody else can make its
/// connection be forgotten, or have it taken for gone by closing another.
///
/// Holds one entry for each broker that was heard of on an open connection.
///
/// Runs on: the reactor.
public final class HeartbeatConnections {
  private final Map<Long, Integer> brokers = new HashMap<>();
  private final Map<Integer, Long> connections = new HashMap<>();
  private final Registrations registrations;
  private final IntConsumer onClosed;

  /// Knows by which epochs brokers are registered.
  @FunctionalInterface
  public interface Registrations {
    boolean isInForce(int broker, long brokerEpoch);
  }

  /// @param onClosed hears the id of a broker whose connection closed
  public HeartbeatConnections(Registrations registrations, IntConsumer onClosed) {
    this.registrations = registrations;
    this.onClosed = onClosed;
  }

  void onHeartbeat(int broker, long brokerEpoch, long connection) {
    Long before = connections.get(broker);
    if ((before != null && before > connection) || !registrations.isInForce(broker, brokerEpoch)) {
      return;
    }
    connections.put(broker, connection);
    if (before != null && before != connection) {
      brokers.remove(before);
    }
    Integer other = brokers.put(connection, broker);
    if (other != null && other != broker) {
      connections.remove(other);
    }
  }

  public void onClosed(long connection) {
    Integer broker = brokers.remove(connection);
    if (broker != null) {
      connections.remove(broker);
      onClosed.accept(broker);
    }
  }
}
