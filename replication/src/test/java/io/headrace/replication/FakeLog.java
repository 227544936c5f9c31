package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.LeaderEpochs;
import io.headrace.log.LogConfig;
import io.headrace.log.LogListener;
import io.headrace.log.LogSlice;
import io.headrace.log.LostRecords;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates;
import io.headrace.log.ReadRequest;
import io.headrace.log.Stillness;
import io.headrace.log.TimestampedOffset;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.FileSlice;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A log in memory that is written and synced when the test says so.
final class FakeLog implements PartitionLog {

  LostRecords lost = LostRecords.NONE;

  final List<ByteBuffer> batches = new ArrayList<>();
  ProducerStates.Verdict verdict = new ProducerStates.Verdict.Accept();
  int slicesHeld;
  @Nullable RuntimeException mistakeOnRead;
  private final int partition;
  private LogConfig config = LogConfig.DEFAULT;
  private @Nullable LogListener listener;
  private long startOffset;
  private long writtenEnd;
  private long syncedEnd;
  private long endOffset;

  FakeLog() {
    this(0);
  }

  FakeLog(int partition) {
    this.partition = partition;
  }

  void write() {
    writtenEnd = endOffset;
    told().onWritten(writtenEnd);
  }

  void sync() {
    write();
    syncedEnd = endOffset;
    told().onSynced(syncedEnd);
  }

  void reject(long validEnd) {
    rejectForNow(validEnd);
    told().onRejectedForGood();
  }

  /// A power cut may bring it back.
  void rejectForNow(long validEnd) {
    endOffset = validEnd;
    batches.removeIf(batch -> RecordBatch.at(batch, 0).baseOffset() >= validEnd);
    told().onRejected(validEnd, new IOException("disk full"));
  }

  LogListener told() {
    if (listener == null) {
      throw new IllegalStateException("nobody listens");
    }
    return listener;
  }

  @Override
  public Stillness stillness() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void append(ByteBuffer batch) {
    ByteBuffer kept = ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
    RecordBatch header = RecordBatch.at(kept, 0);
    if (header.baseOffset() != endOffset) {
      throw new IllegalStateException("expected offset " + endOffset + ": " + header);
    }
    batches.add(kept);
    endOffset = header.nextOffset();
  }

  @Override
  public @Nullable LogSlice read(ReadRequest request) {
    if (mistakeOnRead != null) {
      throw mistakeOnRead;
    }
    if (request.offset() < startOffset || request.offset() > endOffset) {
      throw new OffsetOutOfRange(request.offset(), startOffset, endOffset);
    }
    int bytes = 0;
    long next = request.offset();
    for (ByteBuffer each : batches) {
      RecordBatch batch = RecordBatch.at(each, 0);
      if (batch.lastOffset() < request.offset() || batch.nextOffset() > request.endOffset()) {
        continue;
      }
      boolean fits = bytes + batch.sizeInBytes() <= request.maxBytes();
      if (!fits && !(bytes == 0 && request.orOneBatch())) {
        break;
      }
      bytes += batch.sizeInBytes();
      next = batch.nextOffset();
    }
    if (bytes == 0) {
      return null;
    }
    slicesHeld++;
    return new LogSlice(new Slice(bytes), request.offset(), next);
  }

  private final class Slice implements FileSlice {
    private final int length;

    Slice(int length) {
      this.length = length;
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public int read(ByteBuffer target, int offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release() {
      slicesHeld--;
    }
  }

  @Override
  public PartitionId id() {
    return new PartitionId(new TopicId(1, 1), partition);
  }

  @Override
  public long startOffset() {
    return startOffset;
  }

  @Override
  public long syncedEnd() {
    return syncedEnd;
  }

  @Override
  public long writtenEnd() {
    return writtenEnd;
  }

  @Override
  public long endOffset() {
    return endOffset;
  }

  @Override
  public long sizeBytes() {
    return batches.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  public LogConfig config() {
    return config;
  }

  @Override
  public void configure(LogConfig config) {
    this.config = config;
  }

  @Override
  public @Nullable TimestampedOffset firstAtOrAfter(long timestampMs, long endOffset) {
    return null;
  }

  @Override
  public @Nullable TimestampedOffset maxTimestamp() {
    return null;
  }

  @Override
  public LeaderEpochs leaderEpochs() {
    int latest = batches.isEmpty() ? -1 : header(batches.getLast()).partitionLeaderEpoch();
    return new LeaderEpochs() {
      @Override
      public int latest() {
        return latest;
      }

      @Override
      public EpochEnd endOf(int epoch, long logEndOffset) {
        throw new UnsupportedOperationException();
      }

      @Override
      public int at(long offset) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static RecordBatch header(ByteBuffer batch) {
    return RecordBatch.at(batch, 0);
  }

  @Override
  public ProducerStates producerStates() {
    return new ProducerStates() {
      @Override
      public Verdict check(long producerId, short epoch, int firstSequence, int lastSequence) {
        return verdict;
      }

      @Override
      public List<ActiveProducer> active() {
        return List.of();
      }
    };
  }

  @Override
  public void deleteBefore(long offset, SyncLane.Completion done) {
    startOffset = offset;
    told().onStartMoved(offset);
    done.onDone(null);
  }

  @Override
  public void truncateTo(long offset, SyncLane.Completion done) {
    batches.removeIf(batch -> RecordBatch.at(batch, 0).baseOffset() >= offset);
    endOffset = Math.min(endOffset, offset);
    writtenEnd = Math.min(writtenEnd, offset);
    syncedEnd = Math.min(syncedEnd, offset);
    done.onDone(null);
  }

  @Override
  public void startAt(long offset, SyncLane.Completion done) {
    batches.clear();
    startOffset = offset;
    endOffset = offset;
    writtenEnd = offset;
    syncedEnd = offset;
    done.onDone(null);
  }

  @Override
  public LostRecords lost() {
    return lost;
  }

  @Override
  public void listener(LogListener listener) {
    this.listener = listener;
  }
}
