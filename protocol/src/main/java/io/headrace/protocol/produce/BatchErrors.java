package io.headrace.protocol.produce;

import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchDefect;

/// Which error code a producer gets for a batch that is refused: Kafka's where Kafka looks at the
/// same thing.
public final class BatchErrors {

  private BatchErrors() {}

  public static ErrorCode errorFor(BatchDefect defect) {
    return switch (defect) {
      case TRUNCATED, BAD_LENGTH, UNKNOWN_MAGIC, CRC_MISMATCH -> ErrorCode.CORRUPT_MESSAGE;
      case OLD_MAGIC,
          MORE_THAN_ONE_BATCH,
          UNKNOWN_COMPRESSION,
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
      case LOG_APPEND_TIME_NOT_ALLOWED, NEGATIVE_TIMESTAMP, TIMESTAMP_TOO_OLD, TIMESTAMP_TOO_NEW ->
          ErrorCode.INVALID_TIMESTAMP;
      case TRANSACTIONAL_NOT_ALLOWED -> ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
      // makes a producer split the batch and try again
      case INFLATES_TOO_FAR -> ErrorCode.MESSAGE_TOO_LARGE;
    };
  }
}
