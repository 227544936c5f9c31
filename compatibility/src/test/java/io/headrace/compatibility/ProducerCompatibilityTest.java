package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The producer of kafka-clients.
@ExtendWith(SharedNode.class)
final class ProducerCompatibilityTest {

  private final Clients clients;

  ProducerCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @Test
  void recordsOfAKeyStayInOrder() {
    String topic = clients.topic(3);
    send(Map.of(), topic, 1000, i -> "key" + i % 7);

    Map<String, List<ConsumerRecord<String, String>>> byKey =
        clients.readAll(topic, 3, 1000).stream()
            .collect(Collectors.groupingBy(ConsumerRecord::key));

    assertThat(byKey).hasSize(7);
    byKey.forEach((key, records) -> {
      List<Integer> numbers = records.stream().map(r -> Integer.valueOf(r.value())).toList();
      assertThat(numbers).isSorted().hasSizeBetween(142, 143);
      assertThat(records)
          .extracting(ConsumerRecord::partition)
          .as(key)
          .containsOnly(records.getFirst().partition());
    });
  }

  @Test
  void recordsWithoutKeysAllArrive() {
    String topic = clients.topic(3);
    send(Map.of("batch.size", 200), topic, 1000, _ -> null);

    List<ConsumerRecord<String, String>> records = clients.readAll(topic, 3, 1000);

    assertThat(records).extracting(ConsumerRecord::key).containsOnlyNulls();
    assertThat(records)
        .extracting(r -> Integer.valueOf(r.value()))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void everyCodecComesBackAsItWent(String codec) {
    String topic = clients.topic(1);
    send(Map.of("compression.type", codec, "linger.ms", 20), topic, 2000, i -> "key" + i);

    List<ConsumerRecord<String, String>> records = clients.readAll(topic, 1, 2000);

    assertThat(records).extracting(ConsumerRecord::value).isEqualTo(numbers(2000));
    assertThat(records).extracting(ConsumerRecord::offset).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"gzip, 1", "gzip, 9", "lz4, 1", "lz4, 17", "zstd, -5", "zstd, 22"})
  void everyLevelOfACodecComesBackAsItWent(String codec, int level) {
    String topic = clients.topic(1);
    send(
        Map.of(
            "compression.type", codec, "compression." + codec + ".level", level, "linger.ms", 20),
        topic,
        500,
        i -> "key" + i);

    assertThat(clients.readAll(topic, 1, 500))
        .extracting(ConsumerRecord::value)
        .isEqualTo(numbers(500));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 5", "1, 0", "1000000, 50"})
  void anySizeOfBatchesAndAnyLingerDelivers(int batchBytes, int lingerMs) {
    String topic = clients.topic(1);
    send(Map.of("batch.size", batchBytes, "linger.ms", lingerMs), topic, 300, _ -> null);

    assertThat(clients.readAll(topic, 1, 300))
        .extracting(ConsumerRecord::value)
        .isEqualTo(numbers(300));
  }

  @Test
  void aCompactedTopicTakesNoRecordWithoutAKey() {
    String topic = clients.topic(1, Map.of("cleanup.policy", "compact"));
    try (Producer<String, String> producer = clients.producer()) {
      var keyless = new ProducerRecord<String, String>(topic, 0, null, "v");
      assertThatThrownBy(() -> Clients.get(producer.send(keyless)))
          .isInstanceOf(InvalidRecordException.class);
      assertThat(Clients.get(producer.send(new ProducerRecord<>(topic, 0, "k", "v"))).offset())
          .isZero();
    }
  }

  @Test
  void recordsAreSpreadAsThePartitionerSays() {
    String topic = clients.topic(3);
    var inTurn = Map.<String, Object>of("partitioner.class", RoundRobinPartitioner.class.getName());
    List<RecordMetadata> answers = send(inTurn, topic, 30, _ -> null);

    assertThat(answers).extracting(RecordMetadata::partition).contains(0, 1, 2);
    assertThat(clients.readAll(topic, 3, 30)).hasSize(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd", "uncompressed"})
  void aTopicMayChooseItsOwnCodec(String codec) {
    String topic = clients.topic(1, Map.of("compression.type", codec));
    send(Map.of("compression.type", "gzip"), topic, 500, _ -> null);

    assertThat(clients.readAll(topic, 1, 500))
        .extracting(ConsumerRecord::value)
        .isEqualTo(numbers(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "all"})
  void everyKindOfAcknowledgementDelivers(String acks) {
    String topic = clients.topic(1);
    List<RecordMetadata> answers =
        send(Map.of("acks", acks, "enable.idempotence", false), topic, 100, _ -> null);

    assertThat(clients.readAll(topic, 1, 100)).hasSize(100);
    if (acks.equals("0")) {
      assertThat(answers).extracting(RecordMetadata::offset).containsOnly(-1L);
    } else {
      assertThat(answers).extracting(RecordMetadata::offset).isSorted().endsWith(99L);
    }
  }

  @Test
  void anIdempotentProducerWithManyRequestsInFlightKeepsOrder() {
    String topic = clients.topic(1);
    Map<String, Object> settings =
        Map.of(
            "enable.idempotence", true,
            "max.in.flight.requests.per.connection", 5,
            "batch.size", 100,
            "linger.ms", 0);
    send(settings, topic, 3000, _ -> null);

    assertThat(clients.readAll(topic, 1, 3000))
        .extracting(ConsumerRecord::value)
        .isEqualTo(numbers(3000));
  }

  @Test
  void headersTimestampsAndEmptyValuesComeBack() {
    String topic = clients.topic(1);
    var headers = List.of(new RecordHeader("a", "1".getBytes(UTF_8)), new RecordHeader("b", null));
    long anHourAgoMs = System.currentTimeMillis() - 3_600_000;
    try (Producer<String, String> producer = clients.producer()) {
      producer.send(new ProducerRecord<>(topic, 0, anHourAgoMs, "k", "v", List.copyOf(headers)));
      producer.send(new ProducerRecord<>(topic, 0, anHourAgoMs + 1, "", ""));
      Clients.get(producer.send(new ProducerRecord<>(topic, 0, "k", null)));
    }

    List<ConsumerRecord<String, String>> records = clients.readAll(topic, 1, 3);

    assertThat(records.getFirst().headers().toArray()).isEqualTo(headers.toArray());
    assertThat(records).extracting(ConsumerRecord::value).containsExactly("v", "", null);
    assertThat(records.get(1).timestamp()).isEqualTo(anHourAgoMs + 1);
    assertThat(records.get(1).timestampType()).isEqualTo(TimestampType.CREATE_TIME);
  }

  @Test
  void aTopicMayStampRecordsWhenTheyAreAppended() {
    String topic = clients.topic(1, Map.of("message.timestamp.type", "LogAppendTime"));
    long before = System.currentTimeMillis();
    RecordMetadata answer;
    try (Producer<String, String> producer = clients.producer()) {
      answer = Clients.get(producer.send(new ProducerRecord<>(topic, 0, 1_000L, "k", "v")));
    }

    ConsumerRecord<String, String> stored = clients.readAll(topic, 1, 1).getFirst();

    assertThat(stored.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(stored.timestamp()).isBetween(before, System.currentTimeMillis());
    assertThat(answer.timestamp()).isEqualTo(stored.timestamp());
  }

  @Test
  void aTimestampTooFarInTheFutureIsRefused() {
    String topic = clients.topic(1);
    long inTwoHours = System.currentTimeMillis() + 2 * 3_600_000;
    try (Producer<String, String> producer = clients.producer()) {
      var record = new ProducerRecord<>(topic, 0, inTwoHours, "k", "v");
      assertThatThrownBy(() -> Clients.get(producer.send(record)))
          .isInstanceOf(InvalidTimestampException.class);
    }
  }

  @Test
  void aRecordJustBelowTheLimitIsTakenAndOneAboveIsRefused() {
    String topic = clients.topic(1, Map.of("max.message.bytes", "600000"));
    try (Producer<String, String> producer = clients.producer()) {
      var large = new ProducerRecord<>(topic, "k", "x".repeat(590_000));
      assertThat(Clients.get(producer.send(large)).offset()).isZero();
      var tooLarge = new ProducerRecord<>(topic, "k", "x".repeat(610_000));
      assertThatThrownBy(() -> Clients.get(producer.send(tooLarge)))
          .isInstanceOf(RecordTooLargeException.class);
    }
    assertThat(clients.readAll(topic, 1, 1).getFirst().value()).hasSize(590_000);
  }

  @Test
  void aTopicThatIsNotThereIsCreatedByItsFirstRecord() {
    String topic = Clients.unique("automatic");
    send(Map.of(), topic, 10, _ -> null);

    assertThat(clients.readAll(topic, 1, 10)).hasSize(10);
  }

  /// Sends records whose values are 0, 1, 2 …, and gives the answers in that order.
  private List<RecordMetadata> send(
      Map<String, Object> settings, String topic, int count, IntToKey keys) {
    try (Producer<String, String> producer = clients.producer(settings)) {
      var pending = new ArrayList<Future<RecordMetadata>>();
      for (int i = 0; i < count; i++) {
        pending.add(producer.send(new ProducerRecord<>(topic, keys.key(i), String.valueOf(i))));
      }
      return pending.stream().map(Clients::get).toList();
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private interface IntToKey {
    @Nullable String key(int i);
  }
}
