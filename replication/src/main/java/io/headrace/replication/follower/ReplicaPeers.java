package io.headrace.replication.follower;

import java.io.IOException;

/// Lines to the brokers that lead.
///
/// Runs on: the reactor, every call and every answer.
public interface ReplicaPeers {

  /// For nodes without a cluster.
  ReplicaPeers NONE =
      brokerId -> {
        throw new IllegalStateException("there is no broker " + brokerId);
      };

  /// A line of its own to a broker, wherever it can be reached when something is sent.
  Line to(int brokerId);

  /// Requests are answered in their order. When the connection breaks, all under way are lost.
  interface Line {

    /// `answer` hears exactly once, never within this call.
    void fetch(ReplicaFetch request, Answer answer);

    void close();
  }

  /// Hears what became of a fetch.
  interface Answer {

    void onFetched(ReplicaFetched fetched);

    void onLost(IOException cause);
  }
}
