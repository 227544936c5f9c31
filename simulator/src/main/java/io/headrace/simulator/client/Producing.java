package io.headrace.simulator.client;

import io.headrace.record.BatchBuilder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/// Produces to one partition, in any version of the protocol that is served.
public final class Producing {
  private static final int FIRST_VERSION = 7;
  private static final int LAST_VERSION = 13;
  private static final int FIRST_WITH_TOPIC_IDS = 13;

  private final SimulatedClient client;
  private final Target target;

  public Producing(SimulatedClient client, Target target) {
    this.client = client;
    this.target = target;
  }

  /// Who sends a batch, for the check of sequence numbers.
  public record Sequenced(long producerId, short epoch, int firstSequence) {}

  /// What came of a batch.
  public record Answer(Errors error, long baseOffset) {}

  /// Gets a producer id; -1 if there was no answer, or not now.
  public void init(LongConsumer then) {
    client.ask(
        ApiKeys.INIT_PRODUCER_ID,
        4,
        new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(60_000),
        InitProducerIdResponseData.class,
        answer ->
            then.accept(answer == null || answer.errorCode() != 0 ? -1 : answer.producerId()));
  }

  /// Sends one batch; `then` gets null if there was no answer: then it may be stored or not. With
  /// `acks` 0 there never is one.
  ///
  /// @param sequenced null for a batch without producer id
  public void send(
      List<Payload> batch,
      @Nullable Sequenced sequenced,
      short acks,
      Consumer<@Nullable Answer> then) {
    int version = FIRST_VERSION + client.random().nextInt(LAST_VERSION - FIRST_VERSION + 1);
    client.ask(
        ApiKeys.PRODUCE,
        version,
        request(batch, sequenced, acks, version),
        ProduceResponseData.class,
        answer -> then.accept(answer == null ? null : taken(answer)));
  }

  private ProduceRequestData request(
      List<Payload> batch, @Nullable Sequenced sequenced, short acks, int version) {
    BatchBuilder builder = BatchBuilder.plain();
    if (sequenced != null) {
      builder.producer(sequenced.producerId, sequenced.epoch, sequenced.firstSequence);
    }
    Payload.addTo(builder, batch);
    var partition =
        new ProduceRequestData.PartitionProduceData()
            .setIndex(target.partition())
            .setRecords(MemoryRecords.readableRecords(builder.build()));
    var topic = new ProduceRequestData.TopicProduceData().setPartitionData(List.of(partition));
    if (version >= FIRST_WITH_TOPIC_IDS) {
      topic.setTopicId(target.topic().id());
    } else {
      topic.setName(target.topic().name());
    }
    ProduceRequestData request =
        new ProduceRequestData().setAcks(acks).setTimeoutMs(10_000).setTransactionalId(null);
    request.topicData().add(topic);
    return request;
  }

  private static Answer taken(ProduceResponseData answer) {
    var partition = answer.responses().iterator().next().partitionResponses().getFirst();
    return new Answer(Errors.forCode(partition.errorCode()), partition.baseOffset());
  }
}
