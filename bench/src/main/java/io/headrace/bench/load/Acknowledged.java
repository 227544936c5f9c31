package io.headrace.bench.load;

import java.io.IOException;
import java.util.Arrays;

/// What a load that has its partitions for itself was told of them: in each, all acknowledged
/// batches together fill one stretch of offsets without a gap, or the broker lied.
final class Acknowledged {

  private final int recordsEach;
  private final long[] firstOffsets;
  private final long[] endOffsets;
  private final long[] batches;
  private Latencies latencies = new Latencies();
  private long answers;

  /// @param partitions how many requests there are, each to a partition of its own
  Acknowledged(int partitions, int recordsEach) {
    this.recordsEach = recordsEach;
    this.firstOffsets = new long[partitions];
    this.endOffsets = new long[partitions];
    this.batches = new long[partitions];
    Arrays.fill(firstOffsets, Long.MAX_VALUE);
  }

  void add(ProduceAnswer answer, long tookNs) throws IOException {
    if (!answer.isAcknowledged()) {
      throw new IOException("error " + answer.error() + " in an answer to Produce");
    }
    int partition = answer.request();
    firstOffsets[partition] = Math.min(firstOffsets[partition], answer.firstOffset());
    endOffsets[partition] = Math.max(endOffsets[partition], answer.firstOffset() + recordsEach);
    batches[partition]++;
    answers++;
    latencies.add(tookNs);
  }

  /// Counts answers and their times anew; the offsets stay.
  void beginRound() {
    answers = 0;
    latencies = new Latencies();
  }

  long answers() {
    return answers;
  }

  Latencies latencies() {
    return latencies;
  }

  /// After the last record of the first partition.
  long endOffset() {
    return endOffsets[0];
  }

  /// @throws IOException if offsets were given twice, or left out
  void check() throws IOException {
    for (int i = 0; i < batches.length; i++) {
      long records = batches[i] * recordsEach;
      if (records > 0 && endOffsets[i] - firstOffsets[i] != records) {
        throw new IOException(
            "%d records were acknowledged with offsets from %d to before %d"
                .formatted(records, firstOffsets[i], endOffsets[i]));
      }
    }
  }
}
