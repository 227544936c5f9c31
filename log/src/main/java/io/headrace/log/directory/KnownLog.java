package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LogConfig;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.segment.BatchSearch;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.Stretch;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerTable;
import io.headrace.record.RecordBatch;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is known of a log while a start brings it back: its segments, and what their batches say.
/// It grows batch by batch.
final class KnownLog {

  final Segments segments;
  final EpochTable epochs;
  final ProducerTable producers = new ProducerTable();
  long startOffset;
  long endOffset;
  private final LogContext context;
  private final LogConfig config;

  /// @param state what the checkpoint says; null if it does not speak of this log
  KnownLog(PartitionId id, LogContext context, LogConfig config, @Nullable LogState state) {
    this.context = context;
    this.config = config;
    this.segments = new Segments(id, context);
    this.epochs = state == null ? new EpochTable() : state.epochs();
    if (state != null) {
      startOffset = state.startOffset();
      endOffset = state.endOffset();
      state.segments().forEach(segments::known);
      segments.removeBefore(startOffset); // deleted by now, or to be
      epochs.truncateBefore(startOffset);
      state.producers().forEach(producers::put);
      for (Stretch stretch : state.damaged()) {
        int at = segments.indexOf(stretch.fromOffset());
        if (at >= 0) {
          segments.all().get(at).damage().known(stretch);
        }
      }
    }
  }

  void learn(Segment segment, RecordBatch batch) {
    segment.append(batch, config.indexIntervalBytes());
    epochs.assign(batch.partitionLeaderEpoch(), Math.max(endOffset, batch.baseOffset()));
    learnProducer(batch);
    endOffset = batch.nextOffset();
  }

  private void learnProducer(RecordBatch batch) {
    producers.append(batch, context.turnWallMs());
    producers.endTurn();
  }

  /// The log begins anew behind its end: under which epochs its leader wrote what comes there, and
  /// what producers have written since, is not known. An epoch that stayed would be compared with
  /// the leader's, who had ended it long before.
  void forgetWriters() {
    epochs.truncateFrom(0);
    producers.clear();
  }

  /// Learns the whole batches that follow what is known of a segment, up to `limit`.
  void acceptTail(Segment segment, long limit, long maxOffset) throws IOException {
    acceptWhile(segment, limit, maxOffset, _ -> true);
  }

  /// The same beyond the durable end, as long as epochs do not fall. Where they do, there is what
  /// was cut off or refused once: a power cut has brought it back behind what came in its place. It
  /// may not be what other replicas have there, and would pass for that by its offsets.
  void acceptUnknownTail(Segment segment, long limit) throws IOException {
    acceptWhile(
        segment,
        limit,
        Long.MAX_VALUE,
        batch ->
            batch.partitionLeaderEpoch() < 0 || batch.partitionLeaderEpoch() >= epochs.latest());
  }

  private void acceptWhile(
      Segment segment, long limit, long maxOffset, Predicate<RecordBatch> acceptable)
      throws IOException {
    BatchSearch search = context.scratch().search().reset(segment.handle().file(), limit);
    while (search.isSound(segment.sizeBytes(), endOffset, maxOffset)
        && acceptable.test(search.batch(segment.sizeBytes()))) {
      learn(segment, search.batch(segment.sizeBytes()));
      segment.durability().onUnrecorded();
    }
    segment.alreadyWritten();
  }

  /// The same, and makes them durable.
  void takeDurably(Segment segment, long limit, long maxOffset) throws IOException {
    int known = segment.sizeBytes();
    acceptTail(segment, limit, maxOffset);
    if (segment.sizeBytes() > known) {
      KeptTail.makeDurable(segment.handle().file(), known, segment.sizeBytes());
    }
  }

  /// The log goes on at `position` with `offset`. Returns what lies before and is not known.
  Stretch skipTo(Segment segment, int position, long offset) {
    var skipped = new Stretch(endOffset, offset, segment.sizeBytes(), position);
    segment.extendTo(offset);
    segment.growTo(position);
    endOffset = offset;
    return skipped;
  }

  long firstBaseOffset() {
    return segments.all().isEmpty() ? endOffset : segments.all().getFirst().baseOffset();
  }
}
