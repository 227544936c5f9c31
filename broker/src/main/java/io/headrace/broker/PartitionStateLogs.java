package io.headrace.broker;

import io.headrace.base.PartitionId;
import io.headrace.coordinator.StateLog;
import io.headrace.coordinator.StateLogs;
import io.headrace.log.LogSlice;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.ReadRequest;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.AppendResult;
import io.headrace.replication.Input;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.runtime.FileSlice;
import io.headrace.runtime.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Lets coordinators keep their state in partitions that this node leads.
///
/// Runs on: the reactor.
final class PartitionStateLogs implements StateLogs {

  /// How much is read of a log in one turn while it is loaded.
  private static final int CHUNK_BYTES = 1 << 20;

  private final Partitions partitions;
  private final Reactor reactor;

  PartitionStateLogs(Partitions partitions, Reactor reactor) {
    this.partitions = partitions;
    this.reactor = reactor;
  }

  @Override
  public StateLog open(PartitionId id, int leaderEpoch) {
    Partition partition = partitions.find(id.topicId(), id.partition());
    return partition == null || partition.leaderEpoch() != leaderEpoch
        ? new NotHere()
        : new OnPartition(partition, reactor);
  }

  /// The partition's log could not be had.
  private static final class NotHere implements StateLog {
    @Override
    public void append(ByteBuffer batch, Appended outcome) {
      outcome.onRejected(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    @Override
    public void load(Loading loading) {
      loading.onFailed(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
  }

  private record OnPartition(Partition partition, Reactor reactor) implements StateLog {

    @Override
    public void append(ByteBuffer batch, Appended outcome) {
      partition.append(
          new Input.CoordinatorAppend(
              batch,
              result -> {
                switch (result) {
                  case AppendResult.Stored _ -> outcome.onCommitted();
                  case AppendResult.Refused refused -> outcome.onRejected(refused.error());
                }
              }));
    }

    /// Everything in a log that was just opened is durable, so the high watermark is its end.
    @Override
    public void load(Loading loading) {
      loadFrom(partition.log().startOffset(), partition.highWatermark(), loading);
    }

    private void loadFrom(long offset, long endOffset, Loading loading) {
      long next;
      try {
        next = offset < endOffset ? loadChunk(offset, endOffset, loading) : endOffset;
      } catch (IOException | OffsetOutOfRange e) {
        loading.onFailed(ErrorCode.KAFKA_STORAGE_ERROR);
        return;
      }
      if (next >= endOffset) {
        loading.onLoaded();
      } else {
        reactor.execute(() -> loadFrom(next, endOffset, loading));
      }
    }

    private long loadChunk(long offset, long endOffset, Loading loading) throws IOException {
      LogSlice slice = partition.log().read(new ReadRequest(offset, endOffset, CHUNK_BYTES, true));
      if (slice == null) {
        return endOffset;
      }
      FileSlice bytes = slice.bytes();
      try {
        ByteBuffer chunk = ByteBuffer.allocate(bytes.length());
        bytes.read(chunk, 0);
        loading.onBatches(chunk.flip());
      } finally {
        bytes.release();
      }
      return slice.endOffset();
    }
  }
}
