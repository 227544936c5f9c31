package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.log.ProducerStates.ActiveProducer;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import java.util.function.Supplier;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;

/// DescribeProducers: the idempotent producers that a replica remembers, the leader's or a
/// follower's (KIP-664): who looks into a hanging transaction compares them.
public final class DescribeProducersHandler
    implements ApiHandler<DescribeProducersRequestData, DescribeProducersResponseData> {

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;

  public DescribeProducersHandler(Supplier<ClusterImage> image, Partitions partitions) {
    this.image = image;
    this.partitions = partitions;
  }

  @Override
  public void handle(ApiCall<DescribeProducersRequestData, DescribeProducersResponseData> call) {
    var answer = new DescribeProducersResponseData();
    for (TopicRequest topic : call.request().topics()) {
      var ofTopic = new TopicResponse().setName(topic.name());
      topic.partitionIndexes().forEach(it -> ofTopic.partitions().add(look(topic.name(), it)));
      answer.topics().add(ofTopic);
    }
    call.reply(answer);
  }

  PartitionResponse look(String topic, int number) {
    var answer = new PartitionResponse().setPartitionIndex(number);
    TopicImage named = image.get().topic(topic);
    ReadablePartition partition =
        named == null ? null : partitions.findReadable(named.id(), number);
    if (partition == null) {
      return answer.setErrorCode(partitions.errorFor(named, number).code());
    }
    for (ActiveProducer each : partition.log().producerStates().active()) {
      answer
          .activeProducers()
          .add(
              new ProducerState()
                  .setProducerId(each.producerId())
                  .setProducerEpoch(each.epoch())
                  .setLastSequence(each.lastSequence())
                  .setLastTimestamp(each.lastTimestampMs())
                  .setCoordinatorEpoch(each.coordinatorEpoch())
                  .setCurrentTxnStartOffset(each.currentTransactionStart()));
    }
    return answer;
  }
}
