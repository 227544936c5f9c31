package io.headrace.protocol.fetch;

import io.headrace.base.TopicId;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.NodeEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a Fetch request; [FetchResponseEncoder] writes it.
///
/// @param <S> where the records are, a stretch of a file say; of no concern here
/// @param throttleTimeMs how long the client should pause
/// @param error what is wrong with the request as a whole, its session for example
/// @param sessionId 0 without a session (KIP-227)
/// @param nodeEndpoints where the leaders are that the partitions name
public record FetchResponse<S>(
    int throttleTimeMs,
    ErrorCode error,
    int sessionId,
    List<TopicData<S>> topics,
    List<NodeEndpoint> nodeEndpoints) {

  public static <S> FetchResponse<S> failed(ErrorCode error) {
    return new FetchResponse<>(0, error, 0, List.of(), List.of());
  }

  /// A topic; its name goes out in versions up to 12, its id in later ones.
  public record TopicData<S>(String name, TopicId id, List<PartitionData<S>> partitions) {}

  /// What is known of a partition, and its records.
  ///
  /// @param records null if there are none to send
  /// @param abortedTransactions null unless the request asked for committed records only
  /// @param redirect null in the ordinary case
  public record PartitionData<S>(
      int partition,
      ErrorCode error,
      Offsets offsets,
      @Nullable List<AbortedTransaction> abortedTransactions,
      @Nullable Records<S> records,
      @Nullable Redirect redirect) {

    /// There is nothing to read here.
    public static <S> PartitionData<S> failed(int partition, ErrorCode error) {
      return new PartitionData<>(partition, error, Offsets.UNKNOWN, null, null, null);
    }
  }

  /// Offsets of a partition as its leader knows them, each -1 if not known.
  public record Offsets(long highWatermark, long lastStableOffset, long logStartOffset) {
    public static final Offsets UNKNOWN = new Offsets(-1, -1, -1);
  }

  public record AbortedTransaction(long producerId, long firstOffset) {}

  /// Records that are somewhere else and `bytes` long, at least one.
  public record Records<S>(S source, int bytes) {

    public Records {
      if (bytes <= 0) {
        throw new IllegalArgumentException("records of " + bytes + " bytes from " + source);
      }
    }
  }

  /// Where the client should go instead, or what it should forget.
  ///
  /// @param preferredReadReplica a nearer replica (KIP-392), -1 if none
  /// @param currentLeader who leads instead (KIP-951)
  /// @param divergence where the client's log and this one part (KIP-595)
  public record Redirect(
      int preferredReadReplica, @Nullable LeaderHint currentLeader, @Nullable EpochEnd divergence) {

    public static Redirect to(LeaderHint currentLeader) {
      return new Redirect(-1, currentLeader, null);
    }
  }

  /// The end of a leader epoch in the log.
  public record EpochEnd(int epoch, long endOffset) {}
}
