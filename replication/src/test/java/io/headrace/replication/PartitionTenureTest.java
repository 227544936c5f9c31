package io.headrace.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.LeaderTerm;
import io.headrace.replication.leader.TopicRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A leader that may have been replaced and does not know. Clients that name no epoch: whom they
/// have asked before cannot be seen from what they ask.
class PartitionTenureTest {

  private static final LeaderTerm SHARED =
      new LeaderTerm(1, 5, 9, List.of(1, 2, 3), List.of(), List.of(1, 3));

  private static Partition led(LeaderTerm term, Tenure tenure) {
    return new Partition(
        new TopicPartition("t", 0),
        new FakeLog(),
        Alone.services(InSyncProposals.NONE, tenure),
        new Input.Appointed(term, TopicRules.DEFAULT),
        0);
  }

  @Test
  void whoNamesNoEpochIsSentAway() {
    assertThat(led(SHARED, () -> false).epochError(-1)).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assertThat(led(SHARED, Tenure.CERTAIN).epochError(-1)).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void whoNamesItIsAnswered() {
    assertThat(led(SHARED, () -> false).epochError(5)).isEqualTo(ErrorCode.NONE);
    assertThat(led(SHARED, () -> false).epochError(6)).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH);
  }

  @Test
  void nobodyElseCanLeadWhatOneBrokerHolds() {
    Partition alone = led(LeaderTerm.alone(1, 5), () -> false);
    assertThat(alone.epochError(-1)).isEqualTo(ErrorCode.NONE);

    alone.appoint(SHARED, TopicRules.DEFAULT);
    assertThat(alone.epochError(-1)).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }
}
