package io.headrace.replication;

import io.headrace.log.LogSlice;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What a fetch found in one partition.
public sealed interface Fetched {

  /// Lets go of what is held for the reader; exactly once, unless the slice was handed on.
  void release();

  /// @param slice what is there to read, null if nothing is yet; whoever takes it releases it
  record Data(
      @Nullable LogSlice slice, long highWatermark, long lastStableOffset, long logStartOffset)
      implements Fetched {
    int bytes() {
      return slice == null ? 0 : slice.bytes().length();
    }

    @Override
    public void release() {
      if (slice != null) {
        slice.bytes().release();
      }
    }
  }

  /// The reader is to go to another replica (KIP-392).
  record Nearer(int brokerId, long highWatermark, long lastStableOffset, long logStartOffset)
      implements Fetched {
    @Override
    public void release() {}
  }

  record Failed(ErrorCode error) implements Fetched {
    @Override
    public void release() {}
  }
}
