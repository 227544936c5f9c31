package io.headrace.replication;

import io.headrace.record.BatchCheck;
import io.headrace.runtime.Clock;

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
    return new Partition.Services(new BatchCheck(), InSyncProposals.NONE, STILL);
  }

  static Input.Appointed appointed(int leaderEpoch, TopicRules rules) {
    return new Input.Appointed(LeaderTerm.alone(1, leaderEpoch), rules);
  }
}
