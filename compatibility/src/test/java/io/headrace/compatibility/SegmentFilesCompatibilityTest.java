package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Apache Kafka's own reader of segment files reads ours.
@ExtendWith(SharedNode.class)
final class SegmentFilesCompatibilityTest {

  private static final int RECORDS = 3000;

  private final Broker broker;
  private final Clients clients;

  SegmentFilesCompatibilityTest(Broker broker) {
    this.broker = broker;
    this.clients = Clients.of(broker);
  }

  @Test
  void dumpLogSegmentsReadsEveryBatchAndBothIndexes() throws IOException {
    assumeTrue(
        broker.dataDirectory().isPresent(), "the files of another broker are not ours to read");
    String topic =
        clients.topic(1, Map.of("segment.bytes", "1048576", "index.interval.bytes", "1000"));
    try (Producer<String, String> producer = clients.producer(Map.of("compression.type", "lz4"))) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, 0, "key" + i, "value" + i));
      }
    }

    List<Path> files = segmentFiles(topic);

    assertThat(files).extracting(Path::toString).anyMatch(name -> name.endsWith(".log"));
    var dumped = new StringBuilder();
    for (Path file : files) {
      KafkaTool dump =
          KafkaTool.run(
              DumpLogSegments::main,
              "",
              "--files",
              file.toString(),
              "--print-data-log",
              "--deep-iteration",
              "--index-sanity-check");
      assertThat(dump.exitCode()).as(file + "\n" + dump.output()).isZero();
      assertThat(dump.output())
          .as(file.toString())
          .doesNotContain("isvalid: false", "Found mismatch", "Mismatches in");
      dumped.append(dump.output());
    }
    assertThat(dumped)
        .contains("key: key0 payload: value0\n", "payload: value" + (RECORDS - 1) + "\n");
  }

  private List<Path> segmentFiles(String topic) throws IOException {
    Uuid id;
    try (Admin admin = clients.admin()) {
      id = Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).topicId();
    }
    try (Stream<Path> all = Files.walk(broker.dataDirectory().orElseThrow())) {
      return all.filter(file -> file.getParent().getFileName().toString().equals(id + "-0"))
          .filter(file -> file.toString().matches(".*[.](log|index|timeindex)"))
          .sorted()
          .toList();
    }
  }
}
