package io.headrace.broker;

import io.headrace.broker.api.ApiTable;
import io.headrace.network.Request;
import org.jspecify.annotations.Nullable;

/// What is served where: clients by one table, on their listeners; the other nodes by another, on
/// the controller listener.
///
/// @param betweenNodes the name of the controller listener; null where there is none
record ApiTables(ApiTable forClients, @Nullable String betweenNodes, ApiTable forNodes) {

  /// Whether a request came by the controller listener.
  boolean isBetweenNodes(Request request) {
    return betweenNodes != null && betweenNodes.equals(request.listener());
  }

  /// The table of the listener that a request came in by.
  ApiTable of(Request request) {
    return isBetweenNodes(request) ? forNodes : forClients;
  }
}
