package io.headrace.simulator.client;

import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.jspecify.annotations.Nullable;

/// A fetch session with one node about one partition (KIP-227), from the client's side: neither
/// side repeats what it said before.
public final class FetchSession {
  /// From this one on a node hears which leader epoch the client knows.
  private static final int FIRST_VERSION = 9;

  private int id;
  private int epoch;
  private int version;
  private long toldOffset = -1;
  private int toldLeaderEpoch = -1;
  private long highWatermark = -1;
  private long startOffset = -1;

  /// The version in which it speaks while it lasts.
  ///
  /// @param drawn for a session that begins now
  int version(int drawn) {
    if (epoch == 0) {
      version = Math.max(FIRST_VERSION, drawn);
    }
    return version;
  }

  /// Puts the session into a request, and takes out of it what the node knows.
  void apply(FetchRequestData request, long offset, int leaderEpoch) {
    request.setSessionId(id).setSessionEpoch(epoch);
    if (id != 0 && toldOffset == offset && toldLeaderEpoch == leaderEpoch) {
      request.topics().clear();
    }
    toldOffset = offset;
    toldLeaderEpoch = leaderEpoch;
  }

  /// Takes note of an answer; null if there was none. What is left out in it is as it was.
  ///
  /// @return what it says of the partition; null if nothing
  FetchResponseData.@Nullable PartitionData onAnswer(@Nullable FetchResponseData answer) {
    if (answer == null || answer.errorCode() != 0) {
      id = 0;
      epoch = 0;
      return null;
    }
    id = answer.sessionId();
    epoch = id == 0 ? 0 : epoch + 1;
    FetchResponseData.PartitionData told =
        answer.responses().isEmpty()
            ? new FetchResponseData.PartitionData()
                .setHighWatermark(highWatermark)
                .setLastStableOffset(highWatermark)
                .setLogStartOffset(startOffset)
            : answer.responses().getFirst().partitions().getFirst();
    highWatermark = told.highWatermark();
    startOffset = told.logStartOffset();
    return told;
  }
}
