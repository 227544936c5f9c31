package io.headrace.record;

/// What can be wrong with a batch of records, from the outside in.
public enum BatchDefect {
  /// The bytes end before the batch does, or there are none.
  TRUNCATED("the batch is cut off"),
  /// The length field is smaller than a header.
  BAD_LENGTH("the batch announces an impossible length"),
  /// A message set of before Kafka 0.11, which nobody stores any more (KIP-724).
  OLD_MAGIC("only batches of magic 2 are accepted"),
  UNKNOWN_MAGIC("the batch has an unknown magic"),
  /// Anything after the first batch where exactly one is allowed.
  MORE_THAN_ONE_BATCH("exactly one batch is allowed for each partition"),
  CRC_MISMATCH("the checksum does not match the bytes"),
  UNKNOWN_COMPRESSION("the batch names an unknown compression"),
  /// Attribute bits that have no meaning yet, or one that only the log sets (the delete horizon).
  UNKNOWN_ATTRIBUTES("the batch has attribute bits that are not known"),
  NO_RECORDS("the batch has no records"),
  /// Record count and last offset delta contradict each other.
  COUNT_MISMATCH("record count and offset range contradict each other"),
  /// A producer id without epoch or sequence number, or one of them without the id.
  BAD_PRODUCER_FIELDS("producer id, epoch and sequence contradict each other"),
  CONTROL_NOT_ALLOWED("clients may not write control records"),
  TRANSACTIONAL_NOT_ALLOWED("the batch is transactional but its request is not"),
  /// Only a broker sets the timestamp type to LogAppendTime.
  LOG_APPEND_TIME_NOT_ALLOWED("producers may not set the timestamp type to LogAppendTime"),
  /// What was compressed does not come out again.
  UNREADABLE_COMPRESSION("the records cannot be decompressed"),
  /// More bytes come out than the rules allow for one batch.
  INFLATES_TOO_FAR("the records take too many bytes when decompressed"),
  BAD_VARINT("a record has a malformed number"),
  /// A length inside a record that does not fit in it, or bytes left over at its end.
  BAD_RECORD_LENGTH("lengths inside a record contradict each other"),
  BAD_OFFSET_DELTA("the records' offsets are not consecutive"),
  NEGATIVE_TIMESTAMP("a record has a negative timestamp"),
  TIMESTAMP_TOO_OLD("a timestamp lies further back than message.timestamp.before.max.ms allows"),
  TIMESTAMP_TOO_NEW("a timestamp lies further ahead than message.timestamp.after.max.ms allows"),
  MISSING_KEY("a compacted topic takes no records without a key"),
  /// Bytes after the last record.
  TRAILING_BYTES("there are bytes after the last record");

  private final String reason;

  BatchDefect(String reason) {
    this.reason = reason;
  }

  /// Whether it is a record's own, so that the records behind it can be read and judged.
  boolean leavesOthersReadable() {
    return switch (this) {
      case NEGATIVE_TIMESTAMP, TIMESTAMP_TOO_OLD, TIMESTAMP_TOO_NEW, MISSING_KEY -> true;
      default -> false;
    };
  }

  /// One line for an error message.
  public String reason() {
    return reason;
  }
}
