package io.headrace.simulator.cluster;

import io.headrace.log.LeaderEpochs.EpochEnd;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.ActiveProducer;
import io.headrace.log.ReadRequest;
import io.headrace.log.TimestampedOffset;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.simulator.client.InvariantViolation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What one replica holds of a partition, and what it has learnt from that: all this has to be the
/// same on every replica that is in sync.
///
/// @param from where reading began
/// @param checksum over all bytes, or over what compaction leaves
/// @param epochs where each leader epoch ended
/// @param producers the epoch and the last sequence number of each
/// @param writers who must be known, as what they wrote is here
/// @param latest the record with the largest timestamp; null if it may lie before `from`, or be
///   gone
record CopyContent(
    long from,
    long endOffset,
    long checksum,
    List<EpochEnd> epochs,
    Map<Long, String> producers,
    Set<Long> writers,
    @Nullable TimestampedOffset latest) {
  private static final int READ_BYTES = 1 << 20;

  /// Reads a log that every broker compacts for itself: what counts is the last record of each key.
  ///
  /// @throws InvariantViolation if it has a hole, or its epochs are not those of its batches
  static CopyContent ofCompacted(PartitionLog log, long from) throws IOException {
    Map<String, String> last = new TreeMap<>();
    walk(log, from, bytes -> learn(bytes, last));
    var checksum = new CRC32C();
    checksum.update(last.toString().getBytes(StandardCharsets.UTF_8));
    Map<Long, String> producers = producers(log);
    return new CopyContent(
        from,
        log.endOffset(),
        checksum.getValue(),
        epochs(log, from),
        producers,
        producers.keySet(),
        null);
  }

  private static void learn(ByteBuffer bytes, Map<String, String> last) {
    for (int at = 0; at < bytes.limit(); at += RecordBatch.sizeAt(bytes, at)) {
      try (RecordCursor record = RecordCursor.over(RecordBatch.at(bytes, at), Integer.MAX_VALUE)) {
        while (record.next()) {
          last.put(text(record.key()), record.offset() + "=" + text(record.value()));
        }
      } catch (DamagedBatchException e) {
        throw new InvariantViolation("a batch with a good checksum is damaged", e);
      }
    }
  }

  private static String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? "" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /// Reads a log.
  ///
  /// @throws InvariantViolation if it has a hole, or its epochs are not those of its batches
  static CopyContent of(PartitionLog log, long from) throws IOException {
    var checksum = new CRC32C();
    Set<Long> writers = new TreeSet<>();
    walk(
        log,
        from,
        bytes -> {
          addWriters(bytes, writers);
          checksum.update(bytes);
        });
    return new CopyContent(
        from,
        log.endOffset(),
        checksum.getValue(),
        epochs(log, from),
        producers(log),
        writers,
        log.startOffset() == from ? latest(log) : null);
  }

  private static @Nullable TimestampedOffset latest(PartitionLog log) throws IOException {
    TimestampedOffset latest = log.maxTimestamp();
    if (latest == null && log.startOffset() < log.endOffset()) {
      throw new InvariantViolation(log.id() + " knows no record with the largest timestamp");
    }
    return latest;
  }

  private static void walk(PartitionLog log, long from, Consumer<ByteBuffer> sink)
      throws IOException {
    for (long offset = from; offset < log.endOffset(); ) {
      LogSlice slice = log.read(new ReadRequest(offset, log.endOffset(), READ_BYTES, true));
      if (slice == null) {
        throw new InvariantViolation(log.id() + " has a hole at " + offset);
      }
      ByteBuffer bytes = ByteBuffer.allocate(slice.bytes().length());
      slice.bytes().read(bytes, 0);
      slice.bytes().release();
      checkEpochs(log, bytes.flip());
      sink.accept(bytes);
      offset = slice.endOffset();
    }
  }

  private static void addWriters(ByteBuffer bytes, Set<Long> writers) {
    for (int at = 0; at < bytes.limit(); at += RecordBatch.sizeAt(bytes, at)) {
      writers.add(RecordBatch.at(bytes, at).producerId());
    }
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

  private static List<EpochEnd> epochs(PartitionLog log, long from) {
    List<EpochEnd> ends = new ArrayList<>();
    for (int epoch = 0; epoch <= log.leaderEpochs().latest(); epoch++) {
      EpochEnd end = log.leaderEpochs().endOf(epoch, log.endOffset());
      if (end.endOffset() > from) { // what was deleted wholly need not be known
        ends.add(end);
      }
    }
    return ends;
  }

  private static Map<Long, String> producers(PartitionLog log) {
    Map<Long, String> known = new TreeMap<>();
    log.producerStates().active().forEach(each -> known.put(each.producerId(), told(each)));
    return known;
  }

  /// Without the time, which each broker takes from its own clock.
  private static String told(ActiveProducer producer) {
    return "in epoch %d at %d".formatted(producer.epoch(), producer.lastSequence());
  }

  /// Whether both hold the same and have learnt the same from it. Of whom all records were deleted
  /// a replica that began anew behind them knows nothing; what it knows must be right.
  boolean agreesWith(CopyContent other) {
    return from == other.from
        && endOffset == other.endOffset
        && checksum == other.checksum
        && epochs.equals(other.epochs)
        && (latest == null || other.latest == null || latest.equals(other.latest))
        && knowsProducersOf(other)
        && other.knowsProducersOf(this);
  }

  private boolean knowsProducersOf(CopyContent other) {
    return other.producers.entrySet().stream()
        .allMatch(each -> {
          String own = producers.get(each.getKey());
          return own == null ? !other.writers.contains(each.getKey()) : own.equals(each.getValue());
        });
  }
}
