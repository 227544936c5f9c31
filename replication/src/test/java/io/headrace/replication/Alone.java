package io.headrace.replication;

import io.headrace.record.BatchCheck;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.LeaderTerm;
import io.headrace.replication.leader.TopicRules;
import io.headrace.replication.repair.Repairs;
import io.headrace.runtime.Clock;
import java.util.List;

/// What a partition without followers needs of its surroundings.
final class Alone {

  private static final Clock STILL =
      new Clock() {
        @Override
        public long nowNs() {
          return 0;
        }

        @Override
        public long wallMs() {
          return 0;
        }
      };

  private Alone() {}

  static Partition.Services services() {
    return services(InSyncProposals.NONE);
  }

  static Partition.Services services(InSyncProposals proposals) {
    return services(proposals, Tenure.CERTAIN);
  }

  static Partition.Services services(InSyncProposals proposals, Tenure tenure) {
    return new Partition.Services(new BatchCheck(), proposals, STILL, repairs(), tenure);
  }

  /// Nobody else has anything.
  private static Repairs repairs() {
    return new Repairs(
        new Repairs.Ports(1, ReplicaPeers.NONE, (delayNs, task) -> () -> {}, STILL, () -> -1),
        _ -> List.of(),
        (_, _, _, _) -> {});
  }

  static Input.Appointed appointed(int leaderEpoch, TopicRules rules) {
    return new Input.Appointed(LeaderTerm.alone(1, leaderEpoch), rules);
  }
}
