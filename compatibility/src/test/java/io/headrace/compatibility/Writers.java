package io.headrace.compatibility;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Producers with default settings, each in a thread of its own, that write numbered records as
/// fast as they are acknowledged, and remember which were.
final class Writers implements AutoCloseable {

  private static final int IN_FLIGHT = 200;
  static final int USUAL_KEYS = 10;

  private final Clients clients;
  private final String topic;
  private final int keys;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /// When a record was acknowledged last, by its partition.
  private final Map<Integer, Instant> latest = new ConcurrentHashMap<>();

  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Writers(Clients clients, String topic, int keys) {
    this.clients = clients;
    this.topic = topic;
    this.keys = keys;
  }

  static Writers start(Clients clients, String topic, int count) {
    return start(clients, topic, count, USUAL_KEYS);
  }

  /// @param keys of which each writes to one after the other
  static Writers start(Clients clients, String topic, int count, int keys) {
    var writers = new Writers(clients, topic, keys);
    for (int i = 0; i < count; i++) {
      String name = "writer" + i;
      writers.threads.add(Thread.ofPlatform().name(name).start(() -> writers.write(name)));
    }
    return writers;
  }

  int acknowledgedCount() {
    return acknowledged.size();
  }

  /// Waits until so many more records than now were acknowledged.
  void awaitAcknowledged(int more) throws InterruptedException {
    int expected = acknowledged.size() + more;
    long deadlineNs = System.nanoTime() + Clients.PATIENCE.toNanos();
    while (acknowledged.size() < expected) {
      if (System.nanoTime() > deadlineNs) {
        throw new AssertionError(
            "only %d of %d acknowledged; errors that clients saw: %s; acknowledged last: %s; %s"
                .formatted(
                    acknowledged.size(), expected, failures, latest, clients.describe(topic)));
      }
      Thread.sleep(10);
    }
  }

  /// Ends the writing and gives every value that was acknowledged.
  Set<String> stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return acknowledged;
  }

  /// What went wrong although the client went on trying.
  List<Exception> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }

  private void write(String name) {
    var inFlight = new Semaphore(IN_FLIGHT);
    // After this long without a node the writer gives a record up; it then counts as not
    // acknowledged.
    Map<String, Object> settings =
        Map.of("delivery.timeout.ms", 60_000, "request.timeout.ms", 5_000);
    try (Producer<String, String> producer = clients.producer(settings)) {
      for (int i = 0; !stopped; i++) {
        inFlight.acquire();
        String value = name + "-" + i;
        producer.send(
            new ProducerRecord<>(topic, name + i % keys, value),
            (stored, error) -> {
              inFlight.release();
              if (error == null) {
                acknowledged.add(value);
                latest.put(stored.partition(), Instant.now());
              } else {
                failures.add(error);
              }
            });
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
