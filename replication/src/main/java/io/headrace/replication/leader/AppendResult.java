package io.headrace.replication.leader;

import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of an append.
public sealed interface AppendResult {

  long NO_TIMESTAMP = -1;

  /// It is in the log, as safely as was asked for.
  ///
  /// @param baseOffset of its first record
  /// @param logAppendTimeMs the timestamp the broker gave it, [#NO_TIMESTAMP] if the producer's
  ///   stay
  /// @param logStartOffset the first offset of the log that can be read
  record Stored(long baseOffset, long logAppendTimeMs, long logStartOffset)
      implements AppendResult {}

  /// Nothing of it was stored; or, with a retriable error, it is not known to be.
  ///
  /// @param message for a human; null where the error says it all
  /// @param records those that are to blame, if it was single records (KIP-467)
  record Refused(ErrorCode error, @Nullable String message, List<RecordError> records)
      implements AppendResult {
    public Refused {
      records = List.copyOf(records);
    }
  }

  /// @param batchIndex which record of the batch, from 0
  record RecordError(int batchIndex, String message) {}

  static Refused refused(ErrorCode error) {
    return new Refused(error, null, List.of());
  }

  static Refused refused(ErrorCode error, @Nullable String message) {
    return new Refused(error, message, List.of());
  }

  /// The log directory has failed: nothing can be stored there any more.
  static Refused outOfService(IOException cause) {
    return refused(
        ErrorCode.KAFKA_STORAGE_ERROR,
        "the log directory is out of service: " + cause.getMessage());
  }
}
