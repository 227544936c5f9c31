package io.headrace.replication;

import io.headrace.log.LogSlice;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What a fetch found in one partition.
public sealed interface Fetched {

  /// @param slice what is there to read, null if nothing is yet; whoever takes it releases it
  record Data(
      @Nullable LogSlice slice, long highWatermark, long lastStableOffset, long logStartOffset)
      implements Fetched {
    int bytes() {
      return slice == null ? 0 : slice.bytes().length();
    }
  }

  record Failed(ErrorCode error) implements Fetched {}
}
