package io.headrace.replication;

import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchDefect;
import io.headrace.record.BatchVerdict;
import java.util.List;

/// What is wrong with a batch, in the words of Kafka's protocol.
final class BatchRefusal {

  private BatchRefusal() {}

  static AppendResult.Refused of(BatchVerdict.Refused verdict) {
    BatchDefect defect = verdict.defect();
    List<AppendResult.RecordError> records =
        verdict.recordIndex() == BatchVerdict.Refused.WHOLE_BATCH
            ? List.of()
            : List.of(new AppendResult.RecordError(verdict.recordIndex(), defect.reason()));
    return new AppendResult.Refused(errorFor(defect), defect.reason(), records);
  }

  /// A retriable error (`CORRUPT_MESSAGE`) only where sending the same again can help: where bytes
  /// were hurt on the way.
  private static ErrorCode errorFor(BatchDefect defect) {
    return switch (defect) {
      case BAD_LENGTH, UNKNOWN_MAGIC, CRC_MISMATCH -> ErrorCode.CORRUPT_MESSAGE;
      case UNKNOWN_COMPRESSION -> ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
      case TRANSACTIONAL_NOT_ALLOWED -> ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
      case LOG_APPEND_TIME_NOT_ALLOWED,
          NEGATIVE_TIMESTAMP,
          TIMESTAMP_TOO_OLD,
          TIMESTAMP_TOO_NEW ->
          ErrorCode.INVALID_TIMESTAMP;
      // Java producers split such a batch and send the halves.
      case INFLATES_TOO_FAR -> ErrorCode.MESSAGE_TOO_LARGE;
      case TRUNCATED,
          OLD_MAGIC,
          MORE_THAN_ONE_BATCH,
          UNKNOWN_ATTRIBUTES,
          NO_RECORDS,
          COUNT_MISMATCH,
          BAD_PRODUCER_FIELDS,
          CONTROL_NOT_ALLOWED,
          UNREADABLE_COMPRESSION,
          BAD_VARINT,
          BAD_RECORD_LENGTH,
          BAD_OFFSET_DELTA,
          MISSING_KEY,
          TRAILING_BYTES ->
          ErrorCode.INVALID_RECORD;
    };
  }
}
