package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.PartitionLog;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What `headrace.durability=memory` means: as in Kafka, an acknowledged record is in the page
/// cache.
class MemoryDurabilityTest {

  private static final int BATCHES = 200;

  private static Node open(SimulatedMachine machine) throws IOException {
    Node node = new Node(machine.life().disk());
    LogConfig some = LogConfig.DEFAULT;
    node.config =
        new LogConfig(
            2000,
            some.segmentMs(),
            -1,
            -1,
            true,
            false,
            200,
            0,
            Durability.MEMORY,
            some.compaction());
    return node.open();
  }

  private static void append(Node node, int batches) throws IOException {
    for (int i = 0; i < batches; i++) {
      node.append(node.orders(), "value " + i);
      node.turn();
    }
  }

  private static List<Long> first(long count) {
    return LongStream.range(0, count).boxed().toList();
  }

  @Test
  void whatIsWrittenCountsAsStoredAtOnce() throws IOException {
    Node node = open(new SimulatedMachine(new SimulatedWorld(1)));
    node.orders();
    node.turn();
    node.syncsHeld = true;
    append(node, 3);

    assertThat(node.events)
        .containsExactly("written 1", "synced 1", "written 2", "synced 2", "written 3", "synced 3");
    assertThat(node.orders().syncedEnd()).isEqualTo(node.orders().writtenEnd()).isEqualTo(3);
  }

  @Test
  void whatIsInThePageCacheOutlivesTheProcess() throws IOException {
    for (int seed = 1; seed <= 20; seed++) {
      var machine = new SimulatedMachine(new SimulatedWorld(seed));
      append(open(machine), BATCHES);
      machine.kill();
      machine.restart();

      Node again = open(machine);

      assertThat(again.orders().endOffset()).as("seed %d", seed).isEqualTo(BATCHES);
      assertThat(Node.readAll(again.orders(), 0, 1 << 20)).isEqualTo(first(BATCHES));
      assertThat(again.damages).isEmpty();
    }
  }

  @Test
  void aPowerCutMakesTheLogShorterAtMost() throws IOException {
    int shorter = 0;
    for (int seed = 1; seed <= 200; seed++) {
      var machine = new SimulatedMachine(new SimulatedWorld(seed));
      Node node = open(machine);
      append(node, BATCHES / 2);
      node.runJobs();
      append(node, BATCHES / 2);
      machine.cutPower();
      machine.restart();

      Node again = open(machine);

      PartitionLog log = again.orders();
      long end = log.endOffset();
      assertThat(end).as("seed %d", seed).isBetween(0L, (long) BATCHES);
      assertThat(Node.readAll(log, 0, 1 << 20)).as("seed %d", seed).isEqualTo(first(end));
      assertThat(again.damages).as("seed %d", seed).isEmpty();
      shorter += end < BATCHES ? 1 : 0;
      append(again, 1);
      assertThat(Node.readAll(log, end, 1 << 20)).containsExactly(end);
    }
    assertThat(shorter).as("seeds with a loss").isPositive();
  }
}
