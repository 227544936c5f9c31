package io.headrace.log.checkpoint;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.segment.SegmentState;
import io.headrace.log.segment.SegmentState.IndexFiles;
import io.headrace.log.segment.Stretch;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The bytes of one log in a checkpoint (docs/formats/checkpoint.md).
final class LogStateCodec {

  private LogStateCodec() {}

  static void write(GrowingBuffer out, LogState log) {
    out.putLong(log.id().topicId().mostSignificantBits())
        .putLong(log.id().topicId().leastSignificantBits())
        .putInt(log.id().partition())
        .putLong(log.startOffset())
        .putLong(log.endOffset())
        .putLong(log.cleanedOffset());
    out.putInt(log.segments().size());
    log.segments().forEach(segment -> write(out, segment));
    EpochTable epochs = log.epochs();
    out.putInt(epochs.count());
    for (int i = 0; i < epochs.count(); i++) {
      out.putInt(epochs.epochOf(i)).putLong(epochs.startOffsetOf(i));
    }
    out.putInt(log.producers().size());
    log.producers().forEach(producer -> write(out, producer));
    out.putInt(log.damaged().size());
    log.damaged()
        .forEach(damage ->
            out.putLong(damage.fromOffset())
                .putLong(damage.toOffset())
                .putInt(damage.fromPosition())
                .putInt(damage.toPosition()));
  }

  private static void write(GrowingBuffer out, SegmentState segment) {
    out.putLong(segment.baseOffset())
        .putLong(segment.nextOffset())
        .putInt(segment.sizeBytes())
        .putLong(segment.firstTimestamp())
        .putLong(segment.maxTimestamp())
        .putLong(segment.offsetOfMaxTimestamp())
        .putInt(segment.index().offsetEntries())
        .putInt(segment.index().offsetCrc())
        .putInt(segment.index().timeEntries())
        .putInt(segment.index().timeCrc());
  }

  private static void write(GrowingBuffer out, ProducerState producer) {
    out.putLong(producer.producerId())
        .putShort(producer.epoch())
        .putInt(producer.coordinatorEpoch())
        .putLong(producer.lastTimestampMs())
        .putLong(producer.currentTransactionStart())
        .put((byte) producer.batches().size());
    for (ProducerState.Batch batch : producer.batches()) {
      out.putLong(batch.lastOffset())
          .putInt(batch.offsetDelta())
          .putInt(batch.lastSequence())
          .putLong(batch.timestampMs());
    }
  }

  static LogState read(ByteBuffer in) {
    var id = new PartitionId(new TopicId(in.getLong(), in.getLong()), in.getInt());
    long startOffset = in.getLong();
    long endOffset = in.getLong();
    long cleanedOffset = in.getLong();
    List<SegmentState> segments = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      segments.add(readSegment(in));
    }
    var epochs = new EpochTable();
    for (int left = in.getInt(); left > 0; left--) {
      epochs.assign(in.getInt(), in.getLong());
    }
    List<ProducerState> producers = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      producers.add(readProducer(in));
    }
    List<Stretch> damaged = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      damaged.add(new Stretch(in.getLong(), in.getLong(), in.getInt(), in.getInt()));
    }
    return new LogState(
        id, startOffset, endOffset, cleanedOffset, segments, epochs, producers, damaged);
  }

  private static SegmentState readSegment(ByteBuffer in) {
    return new SegmentState(
        in.getLong(),
        in.getLong(),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        new IndexFiles(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
  }

  private static ProducerState readProducer(ByteBuffer in) {
    long producerId = in.getLong();
    short epoch = in.getShort();
    int coordinatorEpoch = in.getInt();
    long lastTimestampMs = in.getLong();
    long transactionStart = in.getLong();
    List<ProducerState.Batch> batches = new ArrayList<>();
    for (int left = in.get(); left > 0; left--) {
      batches.add(new ProducerState.Batch(in.getLong(), in.getInt(), in.getInt(), in.getLong()));
    }
    return new ProducerState(
        producerId,
        epoch,
        coordinatorEpoch,
        lastTimestampMs,
        transactionStart,
        List.copyOf(batches));
  }
}
