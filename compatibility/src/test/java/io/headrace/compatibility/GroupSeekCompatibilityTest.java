package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `headrace group seek` beside `kafka-consumer-groups --reset-offsets`: both put a group in the
/// same place.
@ExtendWith(SharedNode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GroupSeekCompatibilityTest {

  private static final int RECORDS = 10;
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Clients clients;
  private final Admin admin;
  private final TopicPartition filled;

  /// A topic with an empty partition, and one with a record for each of the last ten hours, the
  /// first two of which are deleted.
  GroupSeekCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.admin = clients.admin();
    this.filled = new TopicPartition(clients.topic(2), 0);
    try (Producer<String, String> producer = clients.producer()) {
      var sent = new ArrayList<Future<?>>();
      for (int i = 0; i < RECORDS; i++) {
        long timestampMs = hoursAgo(RECORDS - i).toEpochMilli();
        sent.add(producer.send(new ProducerRecord<>(filled.topic(), 0, timestampMs, "k", "v")));
      }
      sent.forEach(Clients::get);
    }
    Clients.get(admin.deleteRecords(Map.of(filled, RecordsToDelete.beforeOffset(2))).all());
  }

  @AfterAll
  void close() {
    admin.close();
  }

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of("START", "--to-earliest", 2),
        Arguments.of("END", "--to-latest", 10),
        Arguments.of("5", "--to-offset 5", 5),
        Arguments.of("1", "--to-offset 1", 2),
        Arguments.of("99", "--to-offset 99", 10),
        Arguments.of("-330m", "--by-duration PT330M", 5),
        Arguments.of("-1m", "--by-duration PT1M", 10),
        Arguments.of("-20000d", "--by-duration P20000D", 2),
        Arguments.of("" + hoursAgo(4), "--to-datetime " + dateTime(hoursAgo(4)), 6),
        Arguments.of(
            "@" + hoursAgo(3).toEpochMilli(), "--to-datetime " + dateTime(hoursAgo(3)), 7));
  }

  @ParameterizedTest
  @MethodSource("places")
  void aGroupIsPutWhereKafkasToolPutsIt(String to, String kafkas, long expected) {
    String ours = Clients.unique("ours");
    String theirs = Clients.unique("theirs");
    Command.run(
            Repository.launcher().toString(),
            "group",
            "seek",
            ours,
            "--to",
            to,
            "--topic",
            filled.topic(),
            "--yes",
            "-b",
            clients.bootstrap())
        .succeeded();
    reset(theirs, kafkas.split(" "));

    assertThat(committed(ours)).isEqualTo(committed(theirs)).containsEntry(0, expected);
  }

  private void reset(String group, String... mode) {
    var words = new ArrayList<String>(List.of("--bootstrap-server", clients.bootstrap()));
    words.addAll(List.of("--group", group, "--topic", filled.topic()));
    words.addAll(List.of("--reset-offsets", "--execute"));
    words.addAll(Arrays.asList(mode));
    KafkaTool tool = KafkaTool.run(ConsumerGroupCommand::main, "", words.toArray(String[]::new));
    assertThat(tool.exitCode()).as(tool.output()).isZero();
  }

  /// What a group has committed in each partition.
  private Map<Integer, Long> committed(String group) {
    var offsets = new TreeMap<Integer, Long>();
    Clients.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }

  private static Instant hoursAgo(int hours) {
    return NOW.minus(Duration.ofHours(hours));
  }

  /// As Kafka's tool wants it: with milliseconds.
  private static String dateTime(Instant instant) {
    return instant.toString().replace("Z", ".000Z");
  }
}
