package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/// Consumers that share a topic as one group, each in a thread of its own, and commit as they go:
/// whoever dies and whoever moves, together they read everything at least once.
final class GroupReaders implements AutoCloseable {

  private static final int MEMBERS = 2;

  private final String group;
  private final Set<String> read = ConcurrentHashMap.newKeySet();
  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private GroupReaders(String group) {
    this.group = group;
  }

  static GroupReaders start(Clients clients, String topic) {
    var readers = new GroupReaders(Clients.unique("readers"));
    for (int i = 0; i < MEMBERS; i++) {
      readers.threads.add(
          Thread.ofPlatform().name(readers.group + i).start(() -> readers.read(clients, topic)));
    }
    return readers;
  }

  private void read(Clients clients, String topic) {
    Map<String, Object> settings = Map.of("group.id", group, "auto.commit.interval.ms", 500);
    try (Consumer<String, String> consumer = clients.consumer(settings)) {
      consumer.subscribe(List.of(topic));
      while (!stopped) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
      }
    } catch (KafkaException e) {
      failures.add(e);
    }
  }

  /// Waits until each of these was read.
  void awaitAll(Collection<String> values) {
    Await.until(
        group + " reads " + values.size(), () -> !failures.isEmpty() || read.containsAll(values));
    assertThat(failures).as("errors that " + group + " saw").isEmpty();
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
