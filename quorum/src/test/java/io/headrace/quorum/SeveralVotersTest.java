package io.headrace.quorum;

import static io.headrace.quorum.SimulatedQuorum.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;

/// What several voters do among themselves, one thing at a time.
final class SeveralVotersTest {
  private static final int SEEDS = 20;

  @Test
  void threeVotersChooseALeaderAndShareWhatIsCommitted() {
    SimulatedQuorum quorum = formed(1, 3, 1);

    assertThat(quorum.history.complaints).isEmpty();
    assertThat(quorum.members).allMatch(member -> member.toldOffset() >= 0);
  }

  /// Connections of a killed process close, and its followers neither wait out their time limit nor
  /// stand in each other's way, nor refuse each other their votes because they still follow.
  @Test
  void whenTheLeadersProcessDiesAnotherLeadsWithinAFewTenthsOfASecond() {
    var took = new ArrayList<Long>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedQuorum quorum = formed(seed, 3, 0);
      quorum.leader().orElseThrow().machine.kill();
      took.add(timeToLeaderNs(quorum));
      assertThat(quorum.history.complaints).isEmpty();
    }
    took.sort(null);
    assertThat(took.get(SEEDS / 2)).as("median of " + took).isLessThan(SECOND_NS / 25);
    assertThat(took.getLast()).as("longest of " + took).isLessThan(SECOND_NS / 4);
  }

  @Test
  void whenTheLeadersMachineLosesPowerAnotherLeadsWithinTwoSeconds() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedQuorum quorum = formed(seed, 3, 0);
      quorum.leader().orElseThrow().machine.cutPower();
      assertThat(timeToLeaderNs(quorum)).as("seed " + seed).isLessThan(2 * SECOND_NS);
    }
  }

  /// A busy machine starves a process for some tenths of a second; its connections stay open.
  @Test
  void aLeaderThatStopsForSevenTenthsOfASecondGoesOnLeading() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedQuorum quorum = formed(seed, 3, 0);
      SimulatedMember leader = quorum.leader().orElseThrow();
      int terms = quorum.history.terms();
      leader.machine.life().pause(700_000_000);
      quorum.world.advance(2 * SECOND_NS);
      assertThat(quorum.leader()).as("seed " + seed).contains(leader);
      assertThat(quorum.history.terms()).as("seed " + seed).isEqualTo(terms);
    }
  }

  @Test
  void aLeaderThatResignsIsFollowedAtOnce() {
    var took = new ArrayList<Long>();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedQuorum quorum = formed(seed, 3, 0);
      SimulatedMember before = quorum.leader().orElseThrow();
      before.resign();
      quorum.world.runUntil(() -> !before.leads(), SECOND_NS);
      took.add(timeToLeaderNs(quorum));
    }
    took.sort(null);
    assertThat(took.get(SEEDS / 2)).as("median of " + took).isLessThan(SECOND_NS / 10);
  }

  @Test
  void aChangeThatIsAskedForAsTheLeadershipIsLostEndsNoNode() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedQuorum quorum = formed(seed, 3, 0);
      for (int times = 0; times < SEEDS && quorum.awaitLeader(SECOND_NS); times++) {
        SimulatedMember leader = quorum.leader().orElseThrow();
        quorum.append();
        leader.resign();
        quorum.world.runUntil(() -> !leader.leads(), SECOND_NS);
        assertThat(quorum.members).as("seed " + seed).allMatch(SimulatedMember::alive);
        assertThat(quorum.history.complaints).as("seed " + seed).isEmpty();
      }
    }
  }

  @Test
  void theLeaderTellsHowFarEachReplicaIs() {
    SimulatedQuorum quorum = formed(3, 3, 1);
    quorum.world.advance(SECOND_NS);
    var answers = new ArrayList<ApiMessage>();
    var topic = new DescribeQuorumRequestData.TopicData().setTopicName("__cluster_metadata");
    topic.partitions().add(new DescribeQuorumRequestData.PartitionData());
    var request = new DescribeQuorumRequestData().setTopics(List.of(topic));

    quorum.leader().orElseThrow().serve(new ApiRequest((short) 2, request, answers::add));
    quorum.world.runUntil(() -> !answers.isEmpty(), SECOND_NS);

    var answer = (DescribeQuorumResponseData) answers.getFirst();
    var partition = answer.topics().getFirst().partitions().getFirst();
    assertThat(partition.currentVoters()).hasSize(3);
    assertThat(partition.observers()).hasSize(1);
    assertThat(partition.currentVoters())
        .allMatch(voter -> voter.logEndOffset() == partition.highWatermark());
    assertThat(answer.nodes().valuesList())
        .extracting(node -> node.listeners().find("CONTROLLER").host())
        .containsExactlyInAnyOrder("n1", "n2", "n3");
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(formed(9, 3, 1).world.historyHash()).isEqualTo(formed(9, 3, 1).world.historyHash());
  }

  private static SimulatedQuorum formed(long seed, int voters, int observers) {
    var quorum = new SimulatedQuorum(seed, voters, observers);
    quorum.startAll();
    assertThat(quorum.awaitLeader(2 * SECOND_NS)).as("a leader, seed " + seed).isTrue();
    assertThat(quorum.awaitProgress(2 * SECOND_NS)).as("progress, seed " + seed).isTrue();
    return quorum;
  }

  private static long timeToLeaderNs(SimulatedQuorum quorum) {
    long before = quorum.world.nowNs();
    quorum.awaitLeader(10 * SECOND_NS);
    return quorum.world.nowNs() - before;
  }
}
