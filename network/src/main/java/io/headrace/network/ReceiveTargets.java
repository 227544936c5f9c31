package io.headrace.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/// Makes Netty read straight to where a connection's [FrameReader] wants the bytes.
///
/// Runs on: the reactor.
final class ReceiveTargets implements RecvByteBufAllocator {

  /// A connection that has more after this many reads waits for the next turn.
  private static final int MAX_READS_PER_TURN = 8;

  private final Reading connection;

  ReceiveTargets(Reading connection) {
    this.connection = connection;
  }

  @Override
  public ExtendedHandle newHandle() {
    return new Target();
  }

  private final class Target implements ExtendedHandle {

    private int reads;
    private int attempted;
    private int last;

    @Override
    public ByteBuf allocate(ByteBufAllocator ignored) {
      return connection.reader().target();
    }

    @Override
    public int guess() {
      return TurnMemory.BLOCK_BYTES;
    }

    @Override
    public void reset(ChannelConfig config) {
      reads = 0;
    }

    @Override
    public void incMessagesRead(int count) {
      reads += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
      last = bytes;
    }

    @Override
    public int lastBytesRead() {
      return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attempted;
    }

    @Override
    public boolean continueReading() {
      return connection.isReading() && reads < MAX_READS_PER_TURN && last == attempted && last > 0;
    }

    /// Netty's own idea of whether there is more to read adds nothing.
    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return continueReading();
    }

    @Override
    public void readComplete() {}
  }
}
