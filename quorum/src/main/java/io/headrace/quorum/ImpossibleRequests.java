package io.headrace.quorum;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.message.BeginQuorumEpochRequestData;
import org.apache.kafka.common.message.EndQuorumEpochRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchSnapshotRequestData;
import org.apache.kafka.common.message.UpdateRaftVoterRequestData;
import org.apache.kafka.common.message.VoteRequestData;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.raft.LeaderAndEpoch;

/// Knows requests that no node of a quorum sends. The engine trusts whoever reaches it: over some
/// of them it would stop this node, and after an epoch near the largest number nobody could be
/// elected any more.
///
/// A stranger that says what a node could say is not known for one: as in Kafka without
/// authorization it can have another leader elected, again and again.
///
/// Runs on: the metadata log's sync lane.
final class ImpossibleRequests {

  /// Nobody misses so many elections and hears of none by the answers to its own requests.
  private static final int MOST_NEW_EPOCHS = 100_000;

  private final int self;
  private final ListenerName listener;

  /// @param listener by which the nodes of the quorum reach each other
  ImpossibleRequests(int self, ListenerName listener) {
    this.self = self;
    this.listener = listener;
  }

  /// @param now who leads, as far as the engine knows
  boolean contain(ApiMessage request, LeaderAndEpoch now) {
    return switch (request) {
      case VoteRequestData it ->
          it.topics().stream()
              .flatMap(topic -> topic.partitions().stream())
              .anyMatch(each -> each.replicaId() == self || isFarOff(each.replicaEpoch(), now));
      case BeginQuorumEpochRequestData it ->
          isOfNoLeader(it, now)
              || isElsewhere(it.leaderEndpoints().stream().map(endpoint -> endpoint.name()));
      case EndQuorumEpochRequestData it ->
          isOfNoLeader(it, now)
              || isElsewhere(it.leaderEndpoints().stream().map(endpoint -> endpoint.name()));
      case UpdateRaftVoterRequestData it ->
          it.listeners().stream().anyMatch(each -> each.name().trim().isEmpty());
      case FetchRequestData it -> FetchRequest.replicaId(it) == self;
      case FetchSnapshotRequestData it ->
          it.replicaId() == self
              || it.maxBytes() < 0
              || it.topics().size() != 1
              || it.topics().getFirst().partitions().size() != 1;
      default -> false;
    };
  }

  /// Whether it says that this node sent it, or that an epoch has two leaders.
  private boolean isOfNoLeader(ApiMessage request, LeaderAndEpoch now) {
    LeaderClaim claim = LeaderClaim.in(request);
    if (claim == null) {
      return false;
    }
    OptionalInt leader = now.leaderId();
    boolean isSecond =
        claim.epoch() == now.epoch() && leader.isPresent() && leader.getAsInt() != claim.leaderId();
    return claim.leaderId() == self || isSecond || isFarOff(claim.epoch(), now);
  }

  private static boolean isFarOff(int epoch, LeaderAndEpoch now) {
    return epoch > (long) now.epoch() + MOST_NEW_EPOCHS;
  }

  /// Whether the leader says where it is, and it is no place, or none where this node could ask it.
  private boolean isElsewhere(Stream<String> endpoints) {
    List<String> names = endpoints.toList();
    return names.stream().anyMatch(name -> name.trim().isEmpty())
        || (!names.isEmpty()
            && names.stream().map(ListenerName::normalised).noneMatch(listener::equals));
  }
}
