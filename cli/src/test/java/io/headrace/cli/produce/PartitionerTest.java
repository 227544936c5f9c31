package io.headrace.cli.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class PartitionerTest {

  private static final long SEED = 7;

  @Test
  void aKeyGoesWhereKafkasOwnClientPutsIt() {
    var random = new Random(SEED);
    for (int length = 0; length < 200; length++) {
      int partitionCount = 1 + random.nextInt(100);
      byte[] key = new byte[length];
      random.nextBytes(key);

      int partition = partitioner(partitionCount).partition(ByteBuffer.wrap(key));

      assertThat(partition)
          .as("a key of %d bytes, %d partitions", length, partitionCount)
          .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitionCount));
    }
  }

  @Test
  void aKeyInTheMiddleOfABufferIsHashedByItself() {
    ByteBuffer line = ByteBuffer.wrap("some-key:value".getBytes(StandardCharsets.UTF_8));
    ByteBuffer key = ByteBuffer.wrap("key".getBytes(StandardCharsets.UTF_8));

    assertThat(partitioner(64).partition(line.position(5).limit(8)))
        .isEqualTo(partitioner(64).partition(key));
  }

  @Test
  void recordsWithoutKeysStayUntilABatchIsFullAndThenGoElsewhere() {
    Partitioner partitioner = partitioner(3);
    var seen = new HashSet<Integer>();
    for (int i = 0; i < 30; i++) {
      int partition = partitioner.partition(null);
      assertThat(partitioner.partition(null)).isEqualTo(partition);
      partitioner.onFull(partition);
      assertThat(partitioner.partition(null)).isNotEqualTo(partition);
      seen.add(partition);
    }

    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void aFullBatchOfKeyedRecordsMovesNobodyElse() {
    Partitioner partitioner = partitioner(3);
    int sticky = partitioner.partition(null);

    partitioner.onFull((sticky + 1) % 3);

    assertThat(partitioner.partition(null)).isEqualTo(sticky);
  }

  @Test
  void thePartitionThatTheUserNamedTakesEverything() {
    var partitioner = new Partitioner(8, OptionalInt.of(5), new Random(SEED));

    assertThat(partitioner.partition(ByteBuffer.wrap(new byte[] {1}))).isEqualTo(5);
    assertThat(partitioner.partition(null)).isEqualTo(5);
  }

  private static Partitioner partitioner(int partitionCount) {
    return new Partitioner(partitionCount, OptionalInt.empty(), new Random(SEED));
  }
}
