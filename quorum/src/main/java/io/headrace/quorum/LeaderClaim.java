package io.headrace.quorum;

import java.util.List;
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
    LeaderClaim claim =
        switch (message) {
          case FetchResponseData it when hasOne(it.responses()) -> {
            var leader = it.responses().getFirst().partitions().getFirst().currentLeader();
            yield new LeaderClaim(
                leader.leaderId(),
                leader.leaderEpoch(),
                it.nodeEndpoints().find(leader.leaderId()) != null);
          }
          case FetchSnapshotResponseData it when hasOne(it.topics()) -> {
            var leader = it.topics().getFirst().partitions().getFirst().currentLeader();
            yield new LeaderClaim(
                leader.leaderId(),
                leader.leaderEpoch(),
                it.nodeEndpoints().find(leader.leaderId()) != null);
          }
          case VoteResponseData it when hasOne(it.topics()) -> {
            var said = it.topics().getFirst().partitions().getFirst();
            yield new LeaderClaim(
                said.leaderId(),
                said.leaderEpoch(),
                it.nodeEndpoints().find(said.leaderId()) != null);
          }
          case BeginQuorumEpochResponseData it when hasOne(it.topics()) -> {
            var said = it.topics().getFirst().partitions().getFirst();
            yield new LeaderClaim(
                said.leaderId(),
                said.leaderEpoch(),
                it.nodeEndpoints().find(said.leaderId()) != null);
          }
          case EndQuorumEpochResponseData it when hasOne(it.topics()) -> {
            var said = it.topics().getFirst().partitions().getFirst();
            yield new LeaderClaim(
                said.leaderId(),
                said.leaderEpoch(),
                it.nodeEndpoints().find(said.leaderId()) != null);
          }
          case BeginQuorumEpochRequestData it when hasOne(it.topics()) -> {
            var said = it.topics().getFirst().partitions().getFirst();
            yield new LeaderClaim(
                said.leaderId(), said.leaderEpoch(), !it.leaderEndpoints().isEmpty());
          }
          case EndQuorumEpochRequestData it when hasOne(it.topics()) -> {
            var said = it.topics().getFirst().partitions().getFirst();
            yield new LeaderClaim(
                said.leaderId(), said.leaderEpoch(), !it.leaderEndpoints().isEmpty());
          }
          default -> null;
        };
    return claim == null || claim.leaderId < 0 ? null : claim;
  }

  private static boolean hasOne(List<?> topics) {
    return !topics.isEmpty();
  }
}
