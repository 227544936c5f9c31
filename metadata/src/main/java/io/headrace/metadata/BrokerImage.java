package io.headrace.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A registered broker.
///
/// @param epoch of its registration
/// @param fenced whether it is kept from leading and from clients' eyes
public record BrokerImage(
    int id, long epoch, @Nullable String rack, boolean fenced, List<Endpoint> endpoints) {
  public BrokerImage {
    endpoints = List.copyOf(endpoints);
  }

  /// Where clients reach it, by the name of the listener.
  public record Endpoint(String listener, String host, int port) {}
}
