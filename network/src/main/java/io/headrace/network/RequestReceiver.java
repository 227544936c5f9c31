package io.headrace.network;

/// Takes requests; called on the reactor.
public interface RequestReceiver {

  /// A whole frame has arrived. The request must be answered exactly once, in this call or any time
  /// later, or postponed in this call; see [Request].
  void onRequest(Request request);

  /// The connection is gone; parked requests of it need no answer any more.
  void onClosed(ConnectionId connection);
}
