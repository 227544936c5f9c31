package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.compatibility.Reader.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Blows to a node that is written to and read all the while, and afterwards the account: nothing
/// that was acknowledged is lost or kept from a group, nothing that was read is gone, nothing is
/// there twice or out of order.
///
/// @param acknowledgedBetween how many records must be acknowledged before each blow
/// @param acknowledgedAfterwards how many after the last, to see that it goes on
record Ordeal(int blows, int acknowledgedBetween, int acknowledgedAfterwards) {

  static final int PARTITIONS = 4;
  private static final int WRITERS = 3;

  /// Hits the node; comes back when it is ready again.
  interface Blow {
    void fall() throws Exception;
  }

  void inflict(Broker node, Blow blow) throws Exception {
    Clients clients = Clients.of(node);
    inflict(clients, clients.topic(PARTITIONS), blow);
  }

  /// @param topic however many partitions it has, most of them are written to
  void inflict(Clients clients, String topic, Blow blow) throws Exception {
    int partitions = clients.describe(topic).partitions().size();
    int keys = Math.max(Writers.USUAL_KEYS, partitions / WRITERS);
    Set<String> acknowledged;
    Map<Place, String> seen;
    try (Writers writers = Writers.start(clients, topic, WRITERS, keys);
        Reader reader = Reader.start(clients, topic, partitions);
        GroupReaders group = GroupReaders.start(clients, topic)) {
      for (int i = 0; i < blows; i++) {
        writers.awaitAcknowledged(acknowledgedBetween);
        blow.fall();
      }
      writers.awaitAcknowledged(acknowledgedAfterwards);
      acknowledged = writers.stop();
      seen = reader.stop();
      assertThat(writers.failures()).as("errors that clients saw").isEmpty();
      group.awaitAll(acknowledged);
    }

    SortedMap<Place, String> stored = Reader.readToEnd(clients, topic, partitions);

    assertThat(stored).as("what was read stays").containsAllEntriesOf(seen);
    var values = new HashSet<>(stored.values());
    assertThat(values).as("each is there once").hasSameSizeAs(stored.values());
    assertThat(acknowledged.stream().filter(value -> !values.contains(value)))
        .as("acknowledged, then lost")
        .isEmpty();
    assertEachWriterIsInOrder(stored);
  }

  /// An idempotent producer's records keep their order within a partition, through every retry.
  private static void assertEachWriterIsInOrder(SortedMap<Place, String> stored) {
    var last = new HashMap<String, Integer>();
    stored.forEach((place, value) -> {
      int dash = value.lastIndexOf('-');
      int number = Integer.parseInt(value.substring(dash + 1));
      String writer = value.substring(0, dash) + " in partition " + place.partition();
      Integer before = last.put(writer, number);
      assertThat(number).as("%s at %s", writer, place).isGreaterThan(before == null ? -1 : before);
    });
  }
}
