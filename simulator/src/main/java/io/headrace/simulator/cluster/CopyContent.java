package io.headrace.simulator.cluster;

import io.headrace.log.LeaderEpochs.EpochEnd;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.ActiveProducer;
import io.headrace.log.ReadRequest;
import io.headrace.log.TimestampedOffset;
import io.headrace.record.RecordBatch;
import io.headrace.simulator.client.InvariantViolation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What one replica holds of a partition, and what it has learnt from that: all this has to be the
/// same on every replica that is in sync.
///
/// @param checksum over all bytes
/// @param epochs where each leader epoch ended
/// @param producers with the epoch and the last sequence number of each
/// @param latest the record with the largest timestamp
record CopyContent(
    long startOffset,
    long endOffset,
    long checksum,
    List<EpochEnd> epochs,
    List<String> producers,
    @Nullable TimestampedOffset latest) {
  private static final int READ_BYTES = 1 << 20;

  /// Reads a whole log.
  ///
  /// @throws InvariantViolation if it has a hole, or its epochs are not those of its batches
  static CopyContent of(PartitionLog log) throws IOException {
    var checksum = new CRC32C();
    for (long offset = log.startOffset(); offset < log.endOffset(); ) {
      LogSlice slice = log.read(new ReadRequest(offset, log.endOffset(), READ_BYTES, true));
      if (slice == null) {
        throw new InvariantViolation(log.id() + " has a hole at " + offset);
      }
      ByteBuffer bytes = ByteBuffer.allocate(slice.bytes().length());
      slice.bytes().read(bytes, 0);
      slice.bytes().release();
      checkEpochs(log, bytes.flip());
      checksum.update(bytes);
      offset = slice.endOffset();
    }
    return new CopyContent(
        log.startOffset(),
        log.endOffset(),
        checksum.getValue(),
        epochs(log),
        log.producerStates().active().stream().map(CopyContent::told).toList(),
        log.maxTimestamp());
  }

  private static void checkEpochs(PartitionLog log, ByteBuffer bytes) {
    for (int at = 0; at < bytes.limit(); at += RecordBatch.sizeAt(bytes, at)) {
      RecordBatch batch = RecordBatch.at(bytes, at);
      int known = log.leaderEpochs().at(batch.lastOffset());
      if (known != batch.partitionLeaderEpoch()) {
        throw new InvariantViolation(
            "%s: the batch at %d is of epoch %d, and not of %d"
                .formatted(log.id(), batch.baseOffset(), batch.partitionLeaderEpoch(), known));
      }
    }
  }

  private static List<EpochEnd> epochs(PartitionLog log) {
    List<EpochEnd> ends = new ArrayList<>();
    for (int epoch = 0; epoch <= log.leaderEpochs().latest(); epoch++) {
      ends.add(log.leaderEpochs().endOf(epoch, log.endOffset()));
    }
    return ends;
  }

  /// Without the time, which each broker takes from its own clock.
  private static String told(ActiveProducer producer) {
    return "%d in epoch %d at %d"
        .formatted(producer.producerId(), producer.epoch(), producer.lastSequence());
  }
}
