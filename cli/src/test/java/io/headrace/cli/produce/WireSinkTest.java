package io.headrace.cli.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.produce.ScriptedNode.Fate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireSinkTest {

  private static final String TOPIC = "orders";

  /// Some full batches and a rest.
  private static final int MANY = 30_000;

  private static final int ANY_SIZE = Integer.MAX_VALUE;

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void everyRecordArrivesOnceAndInOrder(String compression) throws IOException {
    try (var node = new ScriptedNode(TOPIC, 1, ANY_SIZE)) {
      write(node, "all", compression, MANY);

      assertThat(node.stored(0)).isEqualTo(values(MANY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "1"})
  void whatIsRefusedForAMomentIsSentAgainInOrder(String acks) throws IOException {
    try (var node = new ScriptedNode(TOPIC, 1, ANY_SIZE)) {
      node.fates.addAll(List.of(Fate.SERVED, Fate.REFUSED_FOR_NOW, Fate.SERVED));

      write(node, acks, "none", MANY);

      assertThat(node.stored(0)).isEqualTo(values(MANY));
    }
  }

  @Test
  void aConnectionThatBreaksCostsNoRecordAndDoublesNone() throws IOException {
    try (var node = new ScriptedNode(TOPIC, 1, ANY_SIZE)) {
      node.fates.addAll(
          List.of(Fate.SERVED, Fate.STORED_AND_CUT, Fate.CUT, Fate.SERVED, Fate.STORED_AND_CUT));

      write(node, "all", "none", MANY);

      assertThat(node.stored(0)).isEqualTo(values(MANY));
    }
  }

  @Test
  void troubleInAnyOrderLosesAndDoublesNothing() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var fates =
        List.of(Fate.SERVED, Fate.SERVED, Fate.REFUSED_FOR_NOW, Fate.CUT, Fate.STORED_AND_CUT);
    try (var node = new ScriptedNode(TOPIC, 1, ANY_SIZE)) {
      for (int i = 0; i < 20; i++) {
        node.fates.add(fates.get(random.nextInt(fates.size())));
      }

      write(node, "all", "none", MANY);

      assertThat(node.stored(0)).as("seed %d", seed).isEqualTo(values(MANY));
    }
  }

  @Test
  void batchesThatATopicFindsTooLargeAreHalvedUntilTheyFit() throws IOException {
    try (var node = new ScriptedNode(TOPIC, 1, 100)) {
      write(node, "all", "zstd", 5000);

      assertThat(node.stored(0)).isEqualTo(values(5000));
    }
  }

  @Test
  void aRefusalForGoodSaysWhatWasAcknowledged() throws IOException {
    try (var node = new ScriptedNode(TOPIC, 1, ANY_SIZE)) {
      node.fates.addAll(List.of(Fate.SERVED, Fate.REFUSED));

      Failure failure = catchThrowableOfType(Failure.class, () -> write(node, "all", "none", MANY));

      assertThat(failure.exit()).isEqualTo(Exit.FAILED);
      int acknowledged = node.stored(0).size();
      assertThat(acknowledged).isPositive();
      assertThat(failure.why())
          .contains(acknowledged + " of the ")
          .contains("all before record " + (acknowledged + 1));
    }
  }

  @Test
  void whatWasHandedOverGoesOutWhileNothingElseComes() throws Exception {
    try (var node = new ScriptedNode(TOPIC, 1, ANY_SIZE);
        Sink sink = open(node, "all", "none")) {
      sink.send(null, bytes("one"));
      sink.rest();
      while (node.stored(0).isEmpty()) {
        Thread.onSpinWait();
      }
      sink.send(null, bytes("two"));
      sink.flush();

      assertThat(node.stored(0)).containsExactly("one", "two");
    }
  }

  @Test
  void batchesOfManyPartitionsShareRequests() throws IOException {
    try (var node = new ScriptedNode(TOPIC, 50, ANY_SIZE)) {
      try (Sink sink = open(node, "all", "none")) {
        for (int i = 0; i < 1000; i++) {
          sink.send(bytes("key-" + i), bytes("value-" + i));
        }
        sink.flush();
      }

      var all = new ArrayList<String>();
      for (int partition = 0; partition < 50; partition++) {
        all.addAll(node.stored(partition));
      }
      assertThat(all).hasSize(1000).doesNotHaveDuplicates();
      assertThat(node.requestCount()).isLessThan(50);
    }
  }

  private static void write(ScriptedNode node, String acks, String compression, int count) {
    try (Sink sink = open(node, acks, compression)) {
      for (int i = 0; i < count; i++) {
        sink.send(null, bytes(value(i)));
      }
      sink.flush();
    }
  }

  private static Sink open(ScriptedNode node, String acks, String compression) {
    var target = new Target(node.address(), Duration.ofSeconds(10), Optional.empty());
    return WireSink.open(
        target, new Sink.Settings(TOPIC, OptionalInt.empty(), acks, compression, List.of()));
  }

  private static List<String> values(int count) {
    var values = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      values.add(value(i));
    }
    return values;
  }

  private static String value(int i) {
    return "the value of record number " + i + " in the order of sending";
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
