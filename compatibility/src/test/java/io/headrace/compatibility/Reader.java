package io.headrace.compatibility;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// A consumer in a thread of its own that reads a topic from its beginning, and remembers what
/// stood where: none of that may ever be gone or be something else.
final class Reader implements AutoCloseable {

  /// @param partition the number of a partition
  record Place(int partition, long offset) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Place, String> seen = new ConcurrentSkipListMap<>();
  private final Thread thread;
  private volatile boolean stopped;

  private Reader(Clients clients, String topic, int partitions) {
    this.thread = Thread.ofPlatform().name("reader").start(() -> read(clients, topic, partitions));
  }

  static Reader start(Clients clients, String topic, int partitions) {
    return new Reader(clients, topic, partitions);
  }

  /// Ends the reading and gives what was read.
  Map<Place, String> stop() throws InterruptedException {
    stopped = true;
    thread.join();
    return seen;
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }

  /// Reads a whole topic up to where it ends now.
  static SortedMap<Place, String> readToEnd(Clients clients, String topic, int partitions) {
    var found = new TreeMap<Place, String>();
    try (Consumer<String, String> consumer = assigned(clients, topic, partitions)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      long deadlineNs = System.nanoTime() + Clients.PATIENCE.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadlineNs) {
          throw new AssertionError("the end of " + ends + " was not reached");
        }
        collect(consumer, found);
      }
    }
    return found;
  }

  private void read(Clients clients, String topic, int partitions) {
    try (Consumer<String, String> consumer = assigned(clients, topic, partitions)) {
      while (!stopped) {
        collect(consumer, seen);
      }
    }
  }

  private static Consumer<String, String> assigned(Clients clients, String topic, int partitions) {
    Consumer<String, String> consumer = clients.consumer(Map.of("auto.offset.reset", "earliest"));
    consumer.assign(
        IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList());
    return consumer;
  }

  private static void collect(Consumer<String, String> consumer, Map<Place, String> into) {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> into.put(new Place(record.partition(), record.offset()), record.value()));
  }
}
