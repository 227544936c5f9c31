package io.headrace.cli.cluster;

import io.headrace.base.TopicPartition;
import java.util.List;
import java.util.Map;

/// What operators see of a cluster, and do to it.
public interface Operations {

  /// All registered nodes by id, also those that are out of service.
  List<Member> members();

  Quorum quorum();

  /// The levels of features; `supported` as the node that was asked knows them.
  List<Feature> features();

  /// Lets the cluster work at a higher level of a feature; refused unless every node knows it.
  void raise(String feature, int level, Effect effect);

  /// Takes a node out of the cluster for good.
  void remove(int node);

  /// Takes its vote on metadata from a node; nothing happens if it has none.
  void removeVote(int node);

  /// Lets partitions have their replicas on these nodes; they move meanwhile.
  void reassign(Map<TopicPartition, List<Integer>> targets);

  /// Stops the moves of these partitions.
  void cancel(List<TopicPartition> moving);

  /// Partitions that move.
  Map<TopicPartition, Move> moves();

  /// @param rack empty if it has none
  record Member(int id, String host, int port, String rack, boolean inService) {
    public String address() {
      return host + ":" + port;
    }
  }

  /// @param leader -1 if there is none at the moment
  record Quorum(int leader, long epoch, long committedOffset, List<Voter> replicas) {
    public Quorum {
      replicas = List.copyOf(replicas);
    }

    public List<Voter> voters() {
      return replicas.stream().filter(Voter::votes).toList();
    }
  }

  /// A node that has the metadata log.
  ///
  /// @param endOffset -1 while the leader has not heard of the node
  /// @param lag how many records behind the leader
  /// @param silentMs for how long the leader has not heard of it
  record Voter(int node, boolean votes, long endOffset, long lag, long silentMs) {

    /// A node that runs tells the leader several times a second.
    private static final long SILENCE_MS = 5_000;

    /// Whether the leader knows how far it is.
    public boolean isKnown() {
      return endOffset >= 0;
    }

    /// Whether the leader has heard of it lately.
    public boolean isHeard() {
      return isKnown() && silentMs < SILENCE_MS;
    }
  }

  /// @param finalised 0 if none is
  /// @param lowest that any node knows
  /// @param highest that any node knows
  record Feature(String name, int finalised, int lowest, int highest) {

    /// What two nodes say of the same, of which one may not have heard the latest.
    public Feature and(Feature other) {
      return new Feature(
          name,
          Math.max(finalised, other.finalised),
          Math.min(lowest, other.lowest),
          Math.max(highest, other.highest));
    }
  }

  record Move(List<Integer> replicas, List<Integer> adding, List<Integer> removing) {
    public Move {
      replicas = List.copyOf(replicas);
      adding = List.copyOf(adding);
      removing = List.copyOf(removing);
    }
  }
}
