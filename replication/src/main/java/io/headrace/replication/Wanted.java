package io.headrace.replication;

import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// One partition in a fetch.
///
/// @param partition null if it cannot be read here; `refusal` then says why
/// @param currentLeaderEpoch as the client knows it, −1 if it does not
/// @param maxBytes how much of this partition, at most
/// @param nearerReplica a broker that the reader is to read from instead, [#NONE] if there is none
public record Wanted(
    @Nullable ReadablePartition partition,
    ErrorCode refusal,
    long offset,
    int currentLeaderEpoch,
    int maxBytes,
    int nearerReplica) {

  public static final int NONE = -1;

  public static Wanted of(
      ReadablePartition partition, long offset, int currentLeaderEpoch, int maxBytes) {
    return new Wanted(partition, ErrorCode.NONE, offset, currentLeaderEpoch, maxBytes, NONE);
  }

  public Wanted nearerAt(int broker) {
    return new Wanted(partition, refusal, offset, currentLeaderEpoch, maxBytes, broker);
  }

  public static Wanted refused(ErrorCode why) {
    return new Wanted(null, why, 0, -1, 0, NONE);
  }
}
