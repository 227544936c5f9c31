package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Several consumers polled in turn by one thread, so that a test sees each step of a group.
final class Polling {

  private static final Duration TURN = Duration.ofMillis(50);

  private Polling() {}

  static void until(List<Consumer<String, String>> members, BooleanSupplier done) {
    until(members, new ArrayList<>(), done);
  }

  /// Collects the values that the members get.
  static void until(
      List<Consumer<String, String>> members, List<String> values, BooleanSupplier done) {
    long deadlineNs = System.nanoTime() + Clients.PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> "still waiting: " + members.stream().map(Consumer::assignment).toList())
          .isLessThan(deadlineNs);
      for (Consumer<String, String> member : members) {
        member.poll(TURN).forEach(record -> values.add(record.value()));
      }
    }
  }

  /// Polls for a while in which nothing is expected to happen.
  static void during(Duration time, List<Consumer<String, String>> members) {
    long endNs = System.nanoTime() + time.toNanos();
    until(members, () -> System.nanoTime() >= endNs);
  }

  /// Whether each member has so many partitions, and no two have the same.
  static boolean shared(List<Consumer<String, String>> members, int each) {
    var all = new HashSet<TopicPartition>();
    members.forEach(member -> all.addAll(member.assignment()));
    return all.size() == each * members.size()
        && members.stream().allMatch(member -> member.assignment().size() == each);
  }
}
