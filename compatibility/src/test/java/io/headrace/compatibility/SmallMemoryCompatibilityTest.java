package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with far less memory outside of the heap than its clients would fill.
final class SmallMemoryCompatibilityTest {

  private static final int PRODUCERS = 16;
  private static final int RECORDS_EACH = 20;
  private static final int RECORD_BYTES = 900_000;

  /// At most 5 requests of each producer are under way at a time: 72 MB, for which there are 32.
  @Test
  @Tag("slow")
  void moreRequestsThanFitInMemorySlowTheNodeDownAndNoMore(@TempDir Path directory)
      throws InterruptedException {
    try (NodeProcess node =
        NodeProcess.startWithJavaFlags(directory, "-XX:MaxDirectMemorySize=32m")) {
      Clients clients = Clients.of(node);
      String topic = clients.topic(8);
      var failures = new ConcurrentLinkedQueue<Throwable>();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < PRODUCERS; i++) {
        String key = "producer" + i;
        threads.add(
            Thread.ofPlatform()
                .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                .start(() -> write(clients, topic, key)));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(failures).as(node.output()).isEmpty();
      assertThat(node.isAlive()).as(node.output()).isTrue();
      assertThat(clients.readAll(topic, 8, PRODUCERS * RECORDS_EACH))
          .hasSize(PRODUCERS * RECORDS_EACH)
          .allSatisfy(record -> assertThat(record.value()).hasSize(RECORD_BYTES));
      assertThat(node.output()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
    }
  }

  private static void write(Clients clients, String topic, String key) {
    String value = "x".repeat(RECORD_BYTES);
    Map<String, Object> settings = Map.of("buffer.memory", 6L * 1024 * 1024, "linger.ms", 0);
    try (Producer<String, String> producer = clients.producer(settings)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < RECORDS_EACH; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, key, value)));
      }
      sent.forEach(Clients::get);
    }
  }
}
