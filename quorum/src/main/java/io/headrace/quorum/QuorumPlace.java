package io.headrace.quorum;

import java.net.InetSocketAddress;
import java.util.List;

/// Where a node stands in its quorum.
///
/// @param listener the name of the controller listener, the same on every node of the quorum
/// @param address where the others reach this node's controller listener; unresolved
/// @param servers the controller listeners of others, of whom at least one is asked for the leader;
///   unresolved, empty for a node that is alone until others come to it
public record QuorumPlace(
    String listener, InetSocketAddress address, List<InetSocketAddress> servers) {

  /// What Kafka's own examples call a controller listener.
  public static final String DEFAULT_LISTENER = "CONTROLLER";

  public QuorumPlace {
    servers = List.copyOf(servers);
  }

  /// A node that is its quorum's only voter, and reached by nobody yet.
  public static QuorumPlace alone() {
    return new QuorumPlace(
        DEFAULT_LISTENER, InetSocketAddress.createUnresolved("localhost", 9093), List.of());
  }
}
