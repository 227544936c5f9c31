package io.headrace.broker;

import io.headrace.base.PartitionId;
import io.headrace.coordinator.StateLog;
import io.headrace.coordinator.StateLogs;
import io.headrace.log.DamagedDataException;
import io.headrace.log.LogSlice;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.ReadRequest;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.AppendTicket;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.FileSlice;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Lets coordinators keep their state in partitions that this node leads.
///
/// Runs on: the reactor.
final class PartitionStateLogs implements StateLogs {

  /// How much is read of a log in one turn while it is loaded.
  private static final int CHUNK_BYTES = 1 << 20;

  private static final long LOOK_NS = 10_000_000;
  private static final int MAX_LOOKS = 200;

  private final Partitions partitions;
  private final Reactor reactor;
  private final Timers timers;

  PartitionStateLogs(Partitions partitions, Reactor reactor, Timers timers) {
    this.partitions = partitions;
    this.reactor = reactor;
    this.timers = timers;
  }

  @Override
  public StateLog open(PartitionId id, int leaderEpoch) {
    Partition partition = partitions.find(id.topicId(), id.partition());
    return partition == null || partition.leaderEpoch() != leaderEpoch
        ? new NotYet(id, leaderEpoch)
        : new OnPartition(partition, reactor, timers);
  }

  /// The partition cannot be led yet: a replica that followed until now may have to cut its log
  /// first, which is waited for however long other work in the background takes. Or its log cannot
  /// be had at all, and is given up: until another term begins there is no state.
  private final class NotYet implements StateLog {

    private final PartitionId id;
    private final int leaderEpoch;
    private int looks;
    private @Nullable StateLog found;

    NotYet(PartitionId id, int leaderEpoch) {
      this.id = id;
      this.leaderEpoch = leaderEpoch;
    }

    @Override
    public void append(ByteBuffer batch, Appended outcome) {
      if (found == null) {
        outcome.onRejected(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      } else {
        found.append(batch, outcome);
      }
    }

    @Override
    public void load(Loading loading) {
      Partition partition = partitions.find(id.topicId(), id.partition());
      if (partition != null && partition.leaderEpoch() == leaderEpoch) {
        found = new OnPartition(partition, reactor, timers);
        found.load(loading);
        return;
      }
      looks = partitions.isComing(id) ? 0 : looks + 1;
      if (looks > MAX_LOOKS) {
        loading.onFailed(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      } else {
        timers.after(LOOK_NS, () -> load(loading));
      }
    }
  }

  /// Waits as long as the log does: a batch that too few have is in the log all the same, and will
  /// be read from it.
  private record Ticket(StateLog.Appended outcome) implements AppendTicket {
    @Override
    public void onResult(AppendResult result) {
      switch (result) {
        case AppendResult.Stored _ -> outcome.onCommitted();
        case AppendResult.Refused refused -> outcome.onRejected(refused.error());
      }
    }

    @Override
    public boolean isPatient() {
      return true;
    }

    @Override
    public void onDelayed(AppendResult.Refused why) {
      outcome.onDelayed(why.error());
    }
  }

  private record OnPartition(Partition partition, Reactor reactor, Timers timers)
      implements StateLog {

    @Override
    public void append(ByteBuffer batch, Appended outcome) {
      partition.append(new Input.CoordinatorAppend(batch, new Ticket(outcome)));
    }

    /// What is in the log when a term begins is waited for until it is committed: while followers
    /// may not have all of it yet, the next leader may have less.
    @Override
    public void load(Loading loading) {
      loadFrom(partition.log().startOffset(), partition.log().writtenEnd(), loading);
    }

    private void loadFrom(long offset, long endOffset, Loading loading) {
      long next;
      try {
        next = offset < endOffset ? loadChunk(offset, endOffset, loading) : endOffset;
      } catch (DamagedDataException e) {
        if (partition.isBeingRepaired()) {
          timers.after(LOOK_NS, () -> loadFrom(offset, endOffset, loading));
        } else {
          loading.onFailed(ErrorCode.KAFKA_STORAGE_ERROR);
        }
        return;
      } catch (IOException | OffsetOutOfRange e) {
        loading.onFailed(ErrorCode.KAFKA_STORAGE_ERROR);
        return;
      }
      if (next >= endOffset) {
        whenCommitted(endOffset, loading);
      } else {
        reactor.execute(() -> loadFrom(next, endOffset, loading));
      }
    }

    private void whenCommitted(long endOffset, Loading loading) {
      ErrorCode error = partition.epochError(-1);
      if (partition.highWatermark() >= endOffset) {
        loading.onLoaded();
      } else if (error != ErrorCode.NONE) {
        loading.onFailed(error);
      } else {
        timers.after(LOOK_NS, () -> whenCommitted(endOffset, loading));
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
