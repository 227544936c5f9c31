package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Interruption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A consumer, in a group or by itself.
///
/// In a group it commits what was handed over, every few seconds and at the end, and nothing that
/// was fetched but not wanted. Runs on: the main thread.
final class KafkaSource implements Source {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final long COMMIT_INTERVAL_NS = 5_000_000_000L;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Target target;
  private final Settings settings;
  private final Interruption interruption;
  private final Map<TopicPartition, OffsetAndMetadata> handedOver = new HashMap<>();
  private Map<TopicPartition, Long> ends = Map.of();
  private long committedAtNs = System.nanoTime();

  private KafkaSource(KafkaConsumer<byte[], byte[]> consumer, Target target, Settings settings) {
    this.consumer = consumer;
    this.target = target;
    this.settings = settings;
    this.interruption = Interruption.of(consumer::wakeup);
  }

  static Source open(Target target, Settings settings) {
    Map<String, Object> client = ClientSettings.of(target);
    client.put("allow.auto.create.topics", false);
    client.put("enable.auto.commit", false);
    client.put(
        "auto.offset.reset", settings.from() instanceof Position.End ? "latest" : "earliest");
    client.put("max.poll.records", 10_000);
    client.put("max.partition.fetch.bytes", 4 * 1024 * 1024);
    settings.group().ifPresent(group -> client.put("group.id", group));
    var deserializer = new ByteArrayDeserializer();
    var source =
        new KafkaSource(new KafkaConsumer<>(client, deserializer, deserializer), target, settings);
    try {
      source.begin();
      return source;
    } catch (KafkaException e) {
      source.close();
      throw source.failure(e);
    } catch (Failure e) {
      source.close();
      throw e;
    }
  }

  @Override
  public boolean poll(Visitor visitor) {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      learnEnds();
      for (TopicPartition partition : records.partitions()) {
        if (!handOver(partition, records.records(partition), visitor)) {
          break;
        }
      }
      if (System.nanoTime() - committedAtNs > COMMIT_INTERVAL_NS) {
        commit();
      }
      return true;
    } catch (WakeupException e) {
      return false;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  @Override
  public boolean isAtEnd() {
    if (ends.isEmpty()) {
      return false;
    }
    for (var end : ends.entrySet()) {
      if (consumer.position(end.getKey()) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      commit();
    } catch (WakeupException e) {
      commit();
    } finally {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
      interruption.over();
    }
  }

  private boolean handOver(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, Visitor visitor) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      boolean goOn =
          visitor.onRecord(
              new Received(
                  record.partition(),
                  record.offset(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  headers(record)));
      if (!goOn) {
        remember(partition, record.offset() + 1);
        return false;
      }
    }
    remember(partition, records.getLast().offset() + 1);
    return true;
  }

  private void remember(TopicPartition partition, long nextOffset) {
    if (settings.group().isPresent()) {
      handedOver.put(partition, new OffsetAndMetadata(nextOffset));
    }
  }

  private static List<Header> headers(ConsumerRecord<byte[], byte[]> record) {
    org.apache.kafka.common.header.Header[] given = record.headers().toArray();
    if (given.length == 0) {
      return List.of();
    }
    var headers = new ArrayList<Header>(given.length);
    for (org.apache.kafka.common.header.Header header : given) {
      byte[] value = header.value();
      headers.add(new Header(header.key(), value == null ? new byte[0] : value));
    }
    return headers;
  }

  private void begin() {
    List<TopicPartition> partitions = partitions();
    if (settings.group().isPresent()) {
      consumer.subscribe(List.of(settings.topic()));
      return;
    }
    consumer.assign(partitions);
    ends = consumer.endOffsets(partitions);
    switch (settings.from()) {
      case Position.Start _ -> consumer.seekToBeginning(partitions);
      case Position.End _ -> ends.forEach(consumer::seek);
      case Position.Offset(long offset) ->
          partitions.forEach(partition -> consumer.seek(partition, offset));
      case Position.Time(long timestampMs) -> seekToTime(partitions, timestampMs);
    }
  }

  private void seekToTime(List<TopicPartition> partitions, long timestampMs) {
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> times.put(partition, timestampMs));
    consumer
        .offsetsForTimes(times)
        .forEach((partition, found) ->
            consumer.seek(
                partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
  }

  private List<TopicPartition> partitions() {
    var partitions = new ArrayList<TopicPartition>();
    for (PartitionInfo partition : known()) {
      if (settings.partitions().isEmpty()
          || settings.partitions().contains(partition.partition())) {
        partitions.add(new TopicPartition(settings.topic(), partition.partition()));
      }
    }
    if (partitions.isEmpty() || partitions.size() < settings.partitions().size()) {
      throw new Failure(
          Exit.NOT_FOUND,
          "cannot read topic " + settings.topic(),
          target.bootstrap() + " has no such topic or partition",
          "headrace topic list");
    }
    return partitions;
  }

  private List<PartitionInfo> known() {
    try {
      List<PartitionInfo> known = consumer.partitionsFor(settings.topic());
      return known == null ? List.of() : known;
    } catch (UnknownTopicOrPartitionException e) {
      return List.of();
    }
  }

  /// In a group, which partitions are ours is known only after the first rebalance.
  private void learnEnds() {
    Set<TopicPartition> assigned = consumer.assignment();
    if (settings.group().isPresent() && !assigned.equals(ends.keySet())) {
      ends = consumer.endOffsets(assigned);
    }
  }

  private void commit() {
    if (!handedOver.isEmpty()) {
      consumer.commitSync(handedOver);
      handedOver.clear();
    }
    committedAtNs = System.nanoTime();
  }

  private Failure failure(KafkaException cause) {
    return Failures.of(cause, "read topic " + settings.topic(), target.bootstrap());
  }
}
