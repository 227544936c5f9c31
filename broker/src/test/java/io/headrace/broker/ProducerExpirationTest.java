package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.record.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.junit.jupiter.api.Test;

/// `producer.id.expiration.ms`, changed while a node runs.
class ProducerExpirationTest {

  private static final byte BROKER = 4;
  private static final long A_MINUTE_MS = 60_000;

  private TestNode node;

  @Test
  void aSilentProducerIsForgottenAfterTheTimeThatIsSetByThen() throws Exception {
    node = TestNode.with(Map.of());
    node.createTopic("orders", 1, Map.of());
    var batch =
        BatchBuilder.plain()
            .producer(7, (short) 0, 0)
            .append(node.life.clock().wallMs(), null, ByteBuffer.wrap(new byte[] {42}))
            .build();
    node.ask(TestNode.produceRequest("orders", 0, batch), 12, new ProduceResponseData());
    node.pass(A_MINUTE_MS);
    assertThat(producers()).hasSize(1);

    forgetAfter("5000");
    node.pass(A_MINUTE_MS);

    assertThat(producers()).isEmpty();
  }

  private void forgetAfter(String ms) {
    var allBrokers = new AlterConfigsResource().setResourceType(BROKER).setResourceName("");
    allBrokers
        .configs()
        .add(new AlterableConfig().setName("producer.id.expiration.ms").setValue(ms));
    var request = new IncrementalAlterConfigsRequestData();
    request.resources().add(allBrokers);
    var answer = node.ask(request, 1, new IncrementalAlterConfigsResponseData());
    assertThat(answer.responses().getFirst().errorCode()).isZero();
  }

  private List<ProducerState> producers() {
    var orders = new TopicRequest().setName("orders").setPartitionIndexes(List.of(0));
    var request = new DescribeProducersRequestData().setTopics(List.of(orders));
    return node.ask(request, 0, new DescribeProducersResponseData())
        .topics()
        .getFirst()
        .partitions()
        .getFirst()
        .activeProducers();
  }
}
