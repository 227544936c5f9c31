package io.headrace.simulator;

import io.headrace.record.BatchBuilder;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/// A producer that sends unique values to one partition, one batch at a time. An idempotent one
/// sends a batch again until it is acknowledged; another gives up when it does not know.
final class ProducerClient {
  private static final long NO_PRODUCER = -1;

  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final History history;
  private final String name;
  private final String topic;
  private final int partition;
  private final Retry retry;

  private long producerId = NO_PRODUCER;
  private int nextSequence;
  private int nextValue;
  private List<String> batch = List.of();
  private boolean stopped;
  private int acknowledgedBatches;

  ProducerClient(SimulatedClient client, History history, String name, Target target, Retry retry) {
    this.client = client;
    this.random = client.random();
    this.history = history;
    this.name = name;
    this.topic = target.topic();
    this.partition = target.partition();
    this.retry = retry;
  }

  /// What a producer does when it does not know whether its batch was stored.
  enum Retry {
    /// It goes on with the next.
    NEVER,
    /// It sends it again with the same sequence numbers.
    IDEMPOTENT,
    /// It sends it again without any: what idempotence would be without the check.
    BLIND
  }

  /// Where a client works.
  record Target(String topic, int partition) {}

  void start() {
    if (retry == Retry.IDEMPOTENT) {
      init();
    } else {
      next();
    }
  }

  /// No new batch after the one under way.
  void stop() {
    stopped = true;
  }

  /// Whether everything begun has an outcome.
  boolean idle() {
    return stopped && batch.isEmpty();
  }

  int acknowledgedBatches() {
    return acknowledgedBatches;
  }

  private void init() {
    if (stopped) {
      return;
    }
    client.ask(
        ApiKeys.INIT_PRODUCER_ID,
        4,
        new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(60_000),
        InitProducerIdResponseData.class,
        answer -> {
          if (answer == null || answer.errorCode() != 0) {
            client.soon(this::init);
            return;
          }
          producerId = answer.producerId();
          next();
        });
  }

  private void next() {
    batch = List.of();
    if (stopped) {
      return;
    }
    List<String> values = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      // Now and then a record too large for the journal's copy of small appends.
      String filler =
          "x".repeat(random.oneIn(100) ? 33_000 + random.nextInt(10_000) : random.nextInt(60));
      values.add(name + "-" + nextValue++ + ":" + filler);
    }
    batch = values;
    send();
  }

  private void send() {
    short acks = retry != Retry.NEVER || random.oneIn(3) ? (short) -1 : (short) random.nextInt(2);
    int version = 7 + random.nextInt(6);
    List<String> sent = batch;
    client.ask(
        ApiKeys.PRODUCE,
        version,
        request(acks),
        ProduceResponseData.class,
        answer -> onAnswer(acks, sent, answer));
    if (acks == 0) {
      client.soon(this::next);
    }
  }

  private ProduceRequestData request(short acks) {
    BatchBuilder builder = BatchBuilder.plain();
    if (retry == Retry.IDEMPOTENT) {
      builder.producer(producerId, (short) 0, nextSequence);
    }
    for (String value : batch) {
      builder.append(
          client.world().nowNs() / 1_000_000,
          null,
          ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }
    ProduceRequestData request =
        new ProduceRequestData().setAcks(acks).setTimeoutMs(10_000).setTransactionalId(null);
    request
        .topicData()
        .add(
            new ProduceRequestData.TopicProduceData()
                .setName(topic)
                .setPartitionData(
                    List.of(
                        new ProduceRequestData.PartitionProduceData()
                            .setIndex(partition)
                            .setRecords(MemoryRecords.readableRecords(builder.build())))));
    return request;
  }

  private void onAnswer(short acks, List<String> sent, @Nullable ProduceResponseData answer) {
    if (acks == 0 || sent != batch) {
      return;
    }
    if (answer == null) {
      unknown();
      return;
    }
    var response = answer.responses().iterator().next().partitionResponses().getFirst();
    Errors error = Errors.forCode(response.errorCode());
    if (error == Errors.NONE) {
      acknowledgedBatches++;
      if (acks == -1) {
        history.acknowledged(
            new History.Acknowledged(topic, partition, response.baseOffset(), batch));
      }
      nextSequence += batch.size();
      client.soon(this::next);
    } else if (error == Errors.OUT_OF_ORDER_SEQUENCE_NUMBER
        || error == Errors.UNKNOWN_PRODUCER_ID
        || error == Errors.INVALID_PRODUCER_EPOCH) {
      throw new InvariantViolation(
          name
              + " sent sequence "
              + nextSequence
              + " to "
              + topic
              + "-"
              + partition
              + ": "
              + error);
    } else {
      unknown();
    }
  }

  private void unknown() {
    client.soon(retry == Retry.NEVER ? this::next : this::send);
  }
}
