package io.headrace.broker.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.HandlerNode;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.junit.jupiter.api.Test;

/// What consumers are told by a leader that does not know yet how much is committed. They may have
/// read all of it from the leader before.
class NewLeaderOffsetsTest {

  private static final int CONSUMER = OffsetAsker.CONSUMER;
  private static final long LATEST = -1;
  private static final long EARLIEST = -2;
  private static final long MAX_TIMESTAMP = -3;
  private static final long LATER = 2_000_000;

  private final TopicWithoutFollower here = new TopicWithoutFollower();
  private final HandlerNode node = new HandlerNode();

  @Test
  void theEndIsNotToldBeforeItIsKnown() {
    assertThat(list(7, LATEST, CONSUMER).offset()).isZero();

    here.leadIn(2);

    for (long asked : new long[] {LATEST, MAX_TIMESTAMP, 0, LATER}) {
      assertThat(list(7, asked, CONSUMER).errorCode())
          .as("timestamp %d", asked)
          .isEqualTo(ErrorCode.OFFSET_NOT_AVAILABLE.code());
    }
    assertThat(list(4, LATEST, CONSUMER).errorCode())
        .isEqualTo(ErrorCode.LEADER_NOT_AVAILABLE.code());
    assertThat(list(7, EARLIEST, CONSUMER).offset()).isZero();
    assertThat(list(7, LATEST, OffsetAsker.DEBUGGER).offset())
        .isEqualTo(TopicWithoutFollower.WRITTEN);
  }

  @Test
  void anEpochEndsWhereTheLogDoesEvenIfThatIsNotKnownToBeCommitted() {
    here.leadIn(3);

    assertThat(endOf(1)).isEqualTo(end(1, 3));
    assertThat(endOf(2)).isEqualTo(end(1, 3));
    assertThat(endOf(3)).isEqualTo(end(3, 3));
  }

  @Test
  void anEpochBeforeAllThatAreKnownEndedWhereTheLogBegins() {
    assertThat(endOf(0)).isEqualTo(end(0, 0));
  }

  @Test
  void anEpochThatHasNotComeEndsNowhere() {
    assertThat(endOf(2)).isEqualTo(end(-1, -1));
    assertThat(endOf(-1)).isEqualTo(end(-1, -1));
  }

  private static EpochEndOffset end(int epoch, long offset) {
    return new EpochEndOffset().setLeaderEpoch(epoch).setEndOffset(offset);
  }

  private EpochEndOffset endOf(int epoch) {
    var request = new OffsetForLeaderEpochRequestData().setReplicaId(CONSUMER);
    request
        .topics()
        .add(
            new OffsetForLeaderTopic()
                .setTopic(TopicWithoutFollower.NAME)
                .setPartitions(
                    List.of(
                        new OffsetForLeaderPartition()
                            .setPartition(0)
                            .setCurrentLeaderEpoch(-1)
                            .setLeaderEpoch(epoch))));
    var handler = new OffsetForLeaderEpochHandler(here::image, here.partitions());
    return node.ask(handler, 4, request).topics().iterator().next().partitions().getFirst();
  }

  private ListOffsetsPartitionResponse list(int version, long timestamp, int replicaId) {
    var partition = new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(timestamp);
    var request =
        new ListOffsetsRequestData()
            .setReplicaId(replicaId)
            .setTopics(
                List.of(
                    new ListOffsetsTopic()
                        .setName(TopicWithoutFollower.NAME)
                        .setPartitions(List.of(partition.setCurrentLeaderEpoch(-1)))));
    var handler = new ListOffsetsHandler(here::image, here.partitions());
    return node.ask(handler, version, request).topics().getFirst().partitions().getFirst();
  }
}
