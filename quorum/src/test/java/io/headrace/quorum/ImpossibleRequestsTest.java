package io.headrace.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.BeginQuorumEpochRequestData;
import org.apache.kafka.common.message.BeginQuorumEpochRequestData.LeaderEndpoint;
import org.apache.kafka.common.message.EndQuorumEpochRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ReplicaState;
import org.apache.kafka.common.message.FetchSnapshotRequestData;
import org.apache.kafka.common.message.FetchSnapshotRequestData.PartitionSnapshot;
import org.apache.kafka.common.message.FetchSnapshotRequestData.TopicSnapshot;
import org.apache.kafka.common.message.VoteRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A stranger asks node 1, which leads, in epochs that begin at 1.
final class ImpossibleRequestsTest {

  private static final String METADATA = "__cluster_metadata";
  private static final int SELF = 1;
  private static final int OTHER = 2;
  private static final int NEXT_EPOCH = 2;
  private static final int LAST_EPOCH = Integer.MAX_VALUE;

  static final Map<String, ApiMessage> STOPPING =
      Map.ofEntries(
          Map.entry("a snapshot of nothing", snapshot(OTHER, 1, List.of())),
          Map.entry("a snapshot of no partition", snapshot(OTHER, 1, List.of(ofMetadata()))),
          Map.entry("less than nothing of a snapshot", snapshot(OTHER, -1, List.of(withOne()))),
          Map.entry("a snapshot for itself", snapshot(SELF, 1, List.of(withOne()))),
          Map.entry("a fetch of its own", fetch(SELF)),
          Map.entry("a vote for itself", vote(SELF, NEXT_EPOCH)),
          Map.entry("a vote in the last epoch", vote(OTHER, LAST_EPOCH)),
          Map.entry("it leads, the next epoch", begin(SELF, NEXT_EPOCH, "CONTROLLER")),
          Map.entry("it leads, at two places", begin(SELF, 1, "CONTROLLER", "OTHER")),
          Map.entry("another leads as well", begin(OTHER, 1, "CONTROLLER")),
          Map.entry("another leads the last epoch", begin(OTHER, LAST_EPOCH, "CONTROLLER")),
          Map.entry("another leads elsewhere", begin(OTHER, NEXT_EPOCH, "ELSEWHERE")),
          Map.entry("it led until now", end(SELF, NEXT_EPOCH)),
          Map.entry("another led as well", end(OTHER, 1)));

  static final List<String> NAMES = STOPPING.keySet().stream().sorted().toList();

  @ParameterizedTest
  @FieldSource("NAMES")
  void theVoterLeadsOn(String name) {
    ApiMessage request = Objects.requireNonNull(STOPPING.get(name));
    var voter = new SimulatedVoter(1);
    assertThat(voter.start()).isTrue();
    assertThat(voter.epoch).isEqualTo(1);
    var answers = new ArrayList<ApiMessage>();

    short version = WireFormat.version(ApiKeys.forId(request.apiKey()));
    voter
        .machine
        .life()
        .reactor()
        .execute(() -> Objects.requireNonNull(voter.log).serve(version, request, answers::add));
    voter.world.advance(5_000_000_000L);
    voter.append();
    voter.awaitCommitted(1);

    assertThat(voter.failures).isEmpty();
    assertThat(answers).hasSize(1);
    assertThat(voter.epoch).isEqualTo(1);
    assertThat(voter.told).hasSize(1);
  }

  private static FetchSnapshotRequestData snapshot(
      int replica, int maxBytes, List<TopicSnapshot> topics) {
    return new FetchSnapshotRequestData()
        .setReplicaId(replica)
        .setMaxBytes(maxBytes)
        .setTopics(topics);
  }

  private static TopicSnapshot ofMetadata() {
    return new TopicSnapshot().setName(METADATA);
  }

  private static TopicSnapshot withOne() {
    return ofMetadata().setPartitions(List.of(new PartitionSnapshot().setCurrentLeaderEpoch(1)));
  }

  private static FetchRequestData fetch(int replica) {
    var partition = new FetchPartition().setCurrentLeaderEpoch(1).setLastFetchedEpoch(0);
    var topic =
        new FetchTopic()
            .setTopic(METADATA)
            .setTopicId(Uuid.METADATA_TOPIC_ID)
            .setPartitions(List.of(partition));
    return new FetchRequestData()
        .setReplicaState(new ReplicaState().setReplicaId(replica))
        .setTopics(List.of(topic));
  }

  private static VoteRequestData vote(int candidate, int epoch) {
    var partition =
        new VoteRequestData.PartitionData()
            .setReplicaId(candidate)
            .setReplicaDirectoryId(new Uuid(8, 8))
            .setReplicaEpoch(epoch)
            .setLastOffsetEpoch(1)
            .setLastOffset(1_000_000);
    var topic =
        new VoteRequestData.TopicData().setTopicName(METADATA).setPartitions(List.of(partition));
    return new VoteRequestData().setVoterId(SELF).setTopics(List.of(topic));
  }

  private static BeginQuorumEpochRequestData begin(int leader, int epoch, String... listeners) {
    var partition =
        new BeginQuorumEpochRequestData.PartitionData().setLeaderId(leader).setLeaderEpoch(epoch);
    var topic =
        new BeginQuorumEpochRequestData.TopicData()
            .setTopicName(METADATA)
            .setPartitions(List.of(partition));
    var request = new BeginQuorumEpochRequestData().setVoterId(SELF).setTopics(List.of(topic));
    for (String listener : listeners) {
      request
          .leaderEndpoints()
          .add(new LeaderEndpoint().setName(listener).setHost("localhost").setPort(1));
    }
    return request;
  }

  private static EndQuorumEpochRequestData end(int leader, int epoch) {
    var partition =
        new EndQuorumEpochRequestData.PartitionData().setLeaderId(leader).setLeaderEpoch(epoch);
    var topic =
        new EndQuorumEpochRequestData.TopicData()
            .setTopicName(METADATA)
            .setPartitions(List.of(partition));
    return new EndQuorumEpochRequestData().setTopics(List.of(topic));
  }
}
