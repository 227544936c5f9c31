package io.headrace.cli.produce;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses as Kafka's clients do: a key goes where its hash says; records without keys stay with
/// one partition until a batch is full, then go on with another (KIP-480, KIP-794).
final class Partitioner {

  private final int partitionCount;
  private final OptionalInt wanted;
  private final RandomGenerator random;
  private int sticky;

  /// @param wanted where all records go, if the user said so
  Partitioner(int partitionCount, OptionalInt wanted, RandomGenerator random) {
    this.partitionCount = partitionCount;
    this.wanted = wanted;
    this.random = random;
    this.sticky = random.nextInt(partitionCount);
  }

  // hot: ProduceVerbBenchmark
  int partition(@Nullable ByteBuffer key) {
    if (wanted.isPresent()) {
      return wanted.getAsInt();
    }
    if (partitionCount == 1) {
      return 0;
    }
    return key == null ? sticky : (Murmur2.hash(key) & Integer.MAX_VALUE) % partitionCount;
  }

  /// A batch of this partition is full: records without keys go to another one from here on.
  void onFull(int partition) {
    if (partition == sticky && partitionCount > 1) {
      int next = random.nextInt(partitionCount - 1);
      sticky = next < partition ? next : next + 1;
    }
  }
}
