package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What one log of a [CrashHistory] has promised.
final class LogModel {
  /// Every batch ever appended and not known to be gone, by base offset.
  final TreeMap<Long, ByteBuffer> batches = new TreeMap<>();

  /// Batches that were rejected, or that a start found cut off by a process that had not synced
  /// that yet, and where the log ended without them: a power cut may bring them back until others
  /// are durable in their place.
  final Map<ByteBuffer, Long> mayComeBack = new HashMap<>();

  /// What was rejected in this life and nobody was told of.
  private final Set<ByteBuffer> untold = new HashSet<>();

  long syncedEnd;

  /// Where a cut that is under way leaves the end; a crash leaves it there or where it was.
  long cutEnd = Long.MAX_VALUE;

  /// Its end is being cut off.
  boolean busy;

  /// It was, once: of a producer whose last batches went, those before may be gone too.
  boolean wasCut;

  /// Never cut below this.
  long committedEnd;

  /// Where the log ended before it began anew: no batch of its leader's that lies above begins
  /// below.
  long beganAnewAfter = Long.MAX_VALUE;

  /// The highest start that anybody was told of or could see: it never moves back.
  long startOffset;

  void seeStart(long offset) {
    startOffset = Math.max(startOffset, offset);
    if (startOffset > syncedEnd) { // it has begun anew
      syncedEnd = startOffset;
      batches.clear();
      mayComeBack.clear();
    }
  }

  void isSynced(long end) {
    syncedEnd = Math.max(syncedEnd, end);
    mayComeBack.values().removeIf(validEnd -> validEnd < syncedEnd);
  }

  /// A start has found the log to end here.
  void seeEnd(long end) {
    untold.clear();
    mayComeBack.keySet().removeIf(batch -> RecordBatch.at(batch, 0).baseOffset() < end);
    syncedEnd = end;
  }

  void isRejected(long validEnd) {
    List<ByteBuffer> gone = removeBeyond(validEnd);
    gone.forEach(batch -> mayComeBack.put(batch, validEnd));
    untold.addAll(gone);
  }

  /// Whose batches they were is told, so they never come back.
  void isRejectedForGood() {
    mayComeBack.keySet().removeAll(untold);
    untold.clear();
  }

  /// Whether no batch begins in `[from, to)`.
  boolean isGap(long from, long to) {
    return batches.subMap(from, to).isEmpty();
  }

  /// A start has not found what reaches beyond `end`. If a cut was under way, that may have come
  /// into the files and not be durable yet.
  void isGoneBeyond(long end) {
    List<ByteBuffer> gone = removeBeyond(end);
    if (cutEnd < Long.MAX_VALUE) {
      gone.forEach(batch -> mayComeBack.put(batch, end));
      cutEnd = Long.MAX_VALUE;
    }
  }

  /// Takes out the batches that reach beyond `end`, and gives them.
  List<ByteBuffer> removeBeyond(long end) {
    List<ByteBuffer> gone =
        batches.values().stream()
            .filter(batch -> RecordBatch.at(batch, 0).nextOffset() > end)
            .toList();
    batches.values().removeAll(gone);
    return gone;
  }

  /// What was read at `offset` must be what was appended.
  void checkBatch(RecordBatch batch, long offset) {
    assertThat(batch.baseOffset() <= offset || isGap(offset, batch.baseOffset()))
        .as("%d after %d", batch.baseOffset(), offset)
        .isTrue();
    assertThat(batch.slice()).as("batch at %d", offset).isEqualTo(batches.get(batch.baseOffset()));
  }

  /// The log still knows what its only producer wrote last.
  void checkProducer(PartitionLog log, long producer) {
    boolean isKnown = log.startOffset() < log.endOffset() || !wasCut;
    if (!batches.isEmpty() && isKnown) {
      RecordBatch last = RecordBatch.at(batches.lastEntry().getValue(), 0);
      Verdict again =
          log.producerStates().check(producer, (short) 0, last.baseSequence(), last.lastSequence());
      assertThat(again).isInstanceOf(Verdict.Duplicate.class);
      assertThat(log.leaderEpochs().latest()).isEqualTo(last.partitionLeaderEpoch());
    }
  }

  void isCut(long end) {
    removeBeyond(end);
    syncedEnd = Math.min(syncedEnd, end);
    cutEnd = Long.MAX_VALUE;
    busy = false;
  }
}
