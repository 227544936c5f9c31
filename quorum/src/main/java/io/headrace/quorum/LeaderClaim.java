package io.headrace.quorum;

import java.util.NoSuchElementException;
import org.apache.kafka.common.message.BeginQuorumEpochRequestData;
import org.apache.kafka.common.message.BeginQuorumEpochResponseData;
import org.apache.kafka.common.message.EndQuorumEpochRequestData;
import org.apache.kafka.common.message.EndQuorumEpochResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchSnapshotResponseData;
import org.apache.kafka.common.message.VoteResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/// What an answer, or the request of a leader, says of who leads; all are about one partition.
///
/// @param saysWhere whether it names the leader's address
record LeaderClaim(int leaderId, int epoch, boolean saysWhere) {

  /// Null if it names no leader.
  static @Nullable LeaderClaim in(ApiMessage message) {
    LeaderClaim claim;
    try {
      claim = ofFetch(message);
      claim = claim != null ? claim : ofElection(message);
      claim = claim != null ? claim : ofLeader(message);
    } catch (NoSuchElementException _) {
      return null; // about no partition: the engine refuses it
    }
    return claim == null || claim.leaderId < 0 ? null : claim;
  }

  private static @Nullable LeaderClaim ofFetch(ApiMessage message) {
    return switch (message) {
      case FetchResponseData it -> {
        var leader = it.responses().getFirst().partitions().getFirst().currentLeader();
        boolean saysWhere = it.nodeEndpoints().find(leader.leaderId()) != null;
        yield new LeaderClaim(leader.leaderId(), leader.leaderEpoch(), saysWhere);
      }
      case FetchSnapshotResponseData it -> {
        var leader = it.topics().getFirst().partitions().getFirst().currentLeader();
        boolean saysWhere = it.nodeEndpoints().find(leader.leaderId()) != null;
        yield new LeaderClaim(leader.leaderId(), leader.leaderEpoch(), saysWhere);
      }
      default -> null;
    };
  }

  private static @Nullable LeaderClaim ofElection(ApiMessage message) {
    return switch (message) {
      case VoteResponseData it -> {
        var said = it.topics().getFirst().partitions().getFirst();
        boolean saysWhere = it.nodeEndpoints().find(said.leaderId()) != null;
        yield new LeaderClaim(said.leaderId(), said.leaderEpoch(), saysWhere);
      }
      case BeginQuorumEpochResponseData it -> {
        var said = it.topics().getFirst().partitions().getFirst();
        boolean saysWhere = it.nodeEndpoints().find(said.leaderId()) != null;
        yield new LeaderClaim(said.leaderId(), said.leaderEpoch(), saysWhere);
      }
      case EndQuorumEpochResponseData it -> {
        var said = it.topics().getFirst().partitions().getFirst();
        boolean saysWhere = it.nodeEndpoints().find(said.leaderId()) != null;
        yield new LeaderClaim(said.leaderId(), said.leaderEpoch(), saysWhere);
      }
      default -> null;
    };
  }

  private static @Nullable LeaderClaim ofLeader(ApiMessage message) {
    return switch (message) {
      case BeginQuorumEpochRequestData it -> {
        var said = it.topics().getFirst().partitions().getFirst();
        boolean saysWhere = !it.leaderEndpoints().isEmpty();
        yield new LeaderClaim(said.leaderId(), said.leaderEpoch(), saysWhere);
      }
      case EndQuorumEpochRequestData it -> {
        var said = it.topics().getFirst().partitions().getFirst();
        boolean saysWhere = !it.leaderEndpoints().isEmpty();
        yield new LeaderClaim(said.leaderId(), said.leaderEpoch(), saysWhere);
      }
      default -> null;
    };
  }
}
