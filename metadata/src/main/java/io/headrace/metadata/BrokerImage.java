package io.headrace.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A registered broker.
///
/// @param epoch of its registration
/// @param fenced whether it is kept from leading and from clients' eyes
public record BrokerImage(
    int id,
    long epoch,
    Incarnation incarnation,
    @Nullable String rack,
    boolean fenced,
    List<Endpoint> endpoints) {
  public BrokerImage {
    endpoints = List.copyOf(endpoints);
  }

  /// Where clients of a listener reach it; null if it does not have that listener.
  public @Nullable Endpoint endpoint(String listener) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.listener().equals(listener)) {
        return endpoint;
      }
    }
    return null;
  }

  BrokerImage withFenced(boolean nowFenced) {
    return new BrokerImage(id, epoch, incarnation, rack, nowFenced, endpoints);
  }

  /// Where clients reach it, by the name of the listener.
  public record Endpoint(String listener, String host, int port) {}
}
