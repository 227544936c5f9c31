package io.headrace.broker.api.data;

import static io.headrace.broker.api.data.TopicWithoutFollower.NAME;
import static io.headrace.broker.api.data.TopicWithoutFollower.PRODUCER;
import static io.headrace.broker.api.data.TopicWithoutFollower.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.protocol.ErrorCode;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.junit.jupiter.api.Test;

class DescribeProducersTest {

  private final TopicWithoutFollower here = new TopicWithoutFollower();

  @Test
  void theLeaderTellsOfTheProducersOfItsPartition() {
    tellsOfTheProducer(look(NAME, 0));
  }

  @Test
  void aReplicaThatDoesNotLeadTellsOfThemToo() {
    here.resignIn(2);

    assertThat(here.partitions().find(NAME, 0)).isNull();
    tellsOfTheProducer(look(NAME, 0));
  }

  @Test
  void whatIsNotThereIsUnknown() {
    short unknown = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code();

    assertThat(look(NAME, 2).errorCode()).isEqualTo(unknown);
    assertThat(look("other", 0).errorCode()).isEqualTo(unknown);
  }

  private static void tellsOfTheProducer(PartitionResponse answer) {
    assertThat(answer.errorCode()).isEqualTo(ErrorCode.NONE.code());
    assertThat(answer.activeProducers())
        .singleElement()
        .satisfies(state -> assertThat(state.producerId()).isEqualTo(PRODUCER))
        .satisfies(state -> assertThat(state.lastSequence()).isEqualTo(WRITTEN - 1));
  }

  private PartitionResponse look(String topic, int partition) {
    return new DescribeProducersHandler(here::image, here.partitions()).look(topic, partition);
  }
}
