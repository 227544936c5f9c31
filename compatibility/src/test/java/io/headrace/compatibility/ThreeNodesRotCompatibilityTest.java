package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One damaged copy of three: readers see all of it, and the copy is mended in its place.
final class ThreeNodesRotCompatibilityTest {

  private static final int RECORDS = 2_000;

  @Test
  void whatRotsWhereItIsReadComesBackFromAnotherNode(@TempDir Path directory) throws Exception {
    try (ThreeNodes cluster = ThreeNodes.start(directory)) {
      Clients clients = Clients.of(cluster);
      String topic = clients.topic(1, 3, Map.of());
      write(clients, topic);
      TopicDescription described = describe(clients, topic);
      int leader = described.partitions().getFirst().leader().id();
      Map<Integer, Path> segments = new TreeMap<>();
      for (int id = 1; id <= 3; id++) {
        Path data = cluster.node(id).dataDirectory().orElseThrow();
        segments.put(id, segment(data, described.topicId().toString()));
      }

      Thread.sleep(200); // what was checked a moment ago is trusted
      damage(segments.get(leader));

      assertThat(clients.readAll(topic, 1, RECORDS))
          .extracting(ConsumerRecord::value)
          .containsExactlyElementsOf(values());
      for (Path segment : segments.values()) {
        assertThat(Files.mismatch(segment, segments.get(leader))).as("mended").isEqualTo(-1);
      }
      assertThat(cluster.node(leader).output()).as("told to operators").contains("damaged from=");
    }
  }

  private static void write(Clients clients, String topic) {
    try (Producer<String, String> producer = clients.producer()) {
      List<Future<RecordMetadata>> sent =
          values().stream()
              .map(value -> producer.send(new ProducerRecord<>(topic, 0, "k", value)))
              .toList();
      sent.forEach(Clients::get);
    }
  }

  private static List<String> values() {
    return IntStream.range(0, RECORDS).mapToObj(i -> "value-" + i).toList();
  }

  private static TopicDescription describe(Clients clients, String topic) {
    try (Admin admin = clients.admin()) {
      return Clients.get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }
  }

  private static Path segment(Path data, String topicId) {
    return data.resolve(topicId + "-0").resolve("00000000000000000000.log");
  }

  /// Some bytes in the middle become others, as on a disk that forgets.
  private static void damage(Path segment) throws IOException {
    try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[50]), file.size() / 2);
    }
  }
}
