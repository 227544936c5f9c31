package io.headrace.compatibility;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Apache Kafka's Java clients with their defaults, set up against one broker.
record Clients(String bootstrap) {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  static Clients of(Broker broker) {
    return new Clients(broker.bootstrap());
  }

  Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "default.api.timeout.ms",
            20_000,
            "request.timeout.ms",
            10_000));
  }

  Producer<String, String> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(
        with("bootstrap.servers", bootstrap, settings),
        new StringSerializer(),
        new StringSerializer());
  }

  Producer<String, String> producer() {
    return producer(Map.of());
  }

  Consumer<String, String> consumer(Map<String, Object> settings) {
    Map<String, Object> all = with("bootstrap.servers", bootstrap, settings);
    all.putIfAbsent("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  Consumer<String, String> consumer(String group) {
    return consumer(Map.of("group.id", group));
  }

  /// Creates a topic with a name of its own.
  String topic(int partitions, Map<String, String> configs) {
    return topic(partitions, 1, configs);
  }

  String topic(int partitions, int replicas, Map<String, String> configs) {
    String name = unique("topic");
    try (Admin admin = admin()) {
      var topic = new NewTopic(name, partitions, (short) replicas).configs(configs);
      get(admin.createTopics(List.of(topic)).all());
    }
    return name;
  }

  /// Waits for the topic if the node that answers does not know it yet.
  TopicDescription describe(String topic) {
    var described = new ArrayList<TopicDescription>();
    try (Admin admin = admin()) {
      Await.until(
          topic + " known",
          () -> {
            try {
              described.addAll(get(admin.describeTopics(List.of(topic)).allTopicNames()).values());
            } catch (UnknownTopicOrPartitionException _) {
              // another node may know it
            }
            return !described.isEmpty();
          });
    }
    return described.getFirst();
  }

  /// Waits until every partition has this many replicas in sync.
  void awaitInSync(String topic, int replicas, Duration patience) {
    Await.within(
        patience,
        replicas + " replicas of " + topic + " in sync",
        () ->
            describe(topic).partitions().stream()
                .allMatch(partition -> partition.isr().size() == replicas));
  }

  String topic(int partitions) {
    return topic(partitions, Map.of());
  }

  /// Reads a topic without a group from its beginning until so many records came or patience ends.
  List<ConsumerRecord<String, String>> readAll(String topic, int partitions, int count) {
    try (Consumer<String, String> consumer = consumer(Map.of())) {
      consumer.assign(
          IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList());
      return poll(consumer, count);
    }
  }

  static List<ConsumerRecord<String, String>> poll(Consumer<String, String> consumer, int count) {
    var records = new ArrayList<ConsumerRecord<String, String>>();
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (records.size() < count && System.nanoTime() < deadlineNs) {
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    return records;
  }

  static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /// The result, or the exception that Kafka answered with.
  static <T> T get(Future<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> with(String key, Object value, Map<String, Object> settings) {
    var all = new HashMap<String, Object>(settings);
    all.put(key, value);
    return all;
  }
}
