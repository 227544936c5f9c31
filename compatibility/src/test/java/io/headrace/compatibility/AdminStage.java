package io.headrace.compatibility;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// What the calls of an [AdminCall] find in the cluster: a topic with records in its first
/// partition, an empty group that has committed there, and a group with one member that reads it.
final class AdminStage implements AutoCloseable {

  static final int RECORDS = 10;
  static final String NOWHERE = "no-such-topic";

  /// Recent, or Kafka's retention would take the records away.
  final long firstTimestampMs = System.currentTimeMillis() - 60_000;

  final Clients clients;
  final Admin admin;
  final int node;
  final String topic;
  final TopicPartition filled;
  final TopicPartition empty;
  final String group = Clients.unique("empty");
  final String liveGroup = Clients.unique("live");
  final String shareGroup = Clients.unique("share");
  private final Consumer<String, String> member;

  AdminStage(Clients clients) {
    this.clients = clients;
    this.admin = clients.admin();
    this.node = get(admin.describeCluster().nodes()).iterator().next().id();
    this.topic = clients.topic(2);
    this.filled = new TopicPartition(topic, 0);
    this.empty = new TopicPartition(topic, 1);
    fill(filled);
    commit(group, filled, 5);
    this.member = clients.consumer(Map.of("group.id", liveGroup, "group.instance.id", "here"));
    member.subscribe(List.of(topic));
    Polling.until(List.of(member), () -> member.assignment().size() == 2);
    member.commitSync(Map.of(filled, new OffsetAndMetadata(3)));
  }

  static <T> T get(Future<T> future) {
    return Clients.get(future);
  }

  /// The result of a call that only says that it was done.
  static String done(Future<Void> future) {
    Clients.get(future);
    return "done";
  }

  /// A topic of its own with one partition.
  String newTopic() {
    return clients.topic(1);
  }

  /// A partition of its own with records.
  TopicPartition newFilled(Map<String, String> configs) {
    var partition = new TopicPartition(clients.topic(1, configs), 0);
    fill(partition);
    return partition;
  }

  /// An empty group of its own that has committed.
  String newGroup() {
    String name = Clients.unique("group");
    commit(name, filled, 1);
    return name;
  }

  NewTopic assigned(Map<Integer, List<Integer>> replicas) {
    return new NewTopic(Clients.unique("assigned"), replicas);
  }

  String create(NewTopic topic) {
    return done(admin.createTopics(List.of(topic)).all());
  }

  /// The id that the cluster gives to a client that would send it metrics.
  Uuid clientInstanceId() {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", clients.bootstrap(), "enable.metrics.push", true);
    try (Admin willing = Admin.create(settings)) {
      return willing.clientInstanceId(Duration.ofSeconds(5));
    }
  }

  private void commit(String of, TopicPartition partition, long offset) {
    get(
        admin
            .alterConsumerGroupOffsets(of, Map.of(partition, new OffsetAndMetadata(offset)))
            .all());
  }

  private void fill(TopicPartition partition) {
    try (Producer<String, String> producer = clients.producer()) {
      Collection<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    partition.topic(), partition.partition(), firstTimestampMs + i, "k", "v")));
      }
      sent.forEach(Clients::get);
    }
  }

  @Override
  public void close() {
    member.close();
    admin.close();
  }
}
