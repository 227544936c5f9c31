package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Kafka Streams, at least once: it makes topics of its own, compacts them, deletes the records of
/// its repartition topic, and shares its tasks by an assignor of its own.
@ExtendWith(SharedNode.class)
final class StreamsCompatibilityTest {

  private static final int PARTITIONS = 2;

  private final Clients clients;
  private final String application = Clients.unique("words");
  private final String lines;
  private final String counts;

  StreamsCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.lines = clients.topic(PARTITIONS);
    this.counts = clients.topic(PARTITIONS);
  }

  @Test
  void wordsAreCountedThroughTopicsThatStreamsMakesItself(@TempDir Path stateDirectory) {
    write(500);
    try (var streams = new KafkaStreams(wordCount(), settings(stateDirectory))) {
      streams.start();
      assertThat(countsThatAddUpTo(2 * 500))
          .containsEntry("every", 500L)
          .containsEntry("word0", 50L)
          .containsEntry("word9", 50L)
          .hasSize(11);
    }
    try (Admin admin = clients.admin()) {
      assertThat(Clients.get(admin.listTopics().names()))
          .filteredOn(topic -> topic.startsWith(application))
          .hasSize(2)
          .anyMatch(topic -> topic.endsWith("-repartition"))
          .anyMatch(topic -> topic.endsWith("-changelog"));
    }
  }

  private Topology wordCount() {
    var builder = new StreamsBuilder();
    builder.<String, String>stream(lines)
        .flatMapValues(line -> Arrays.asList(line.split(" ")))
        .groupBy((_, word) -> word)
        .count()
        .toStream()
        .to(counts, Produced.with(Serdes.String(), Serdes.Long()));
    return builder.build();
  }

  private Properties settings(Path stateDirectory) {
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, clients.bootstrap());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    return settings;
  }

  private void write(int count) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(lines, "key" + i, "every word" + i % 10));
      }
    }
  }

  /// The last count of each word, once they add up to all the words or patience ends.
  private Map<String, Long> countsThatAddUpTo(long words) {
    var latest = new HashMap<String, Long>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            clients.bootstrap(),
            "group.id",
            application + "-reader",
            "auto.offset.reset",
            "earliest");
    try (Consumer<String, Long> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new LongDeserializer())) {
      consumer.subscribe(List.of(counts));
      long deadlineNs = System.nanoTime() + 2 * Clients.PATIENCE.toNanos();
      while (sum(latest) < words && System.nanoTime() < deadlineNs) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(count -> latest.put(count.key(), count.value()));
      }
    }
    return latest;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
