package io.headrace.record;

/// What [BatchCheck] demands beyond a sound format; made once from a topic's configs and kept.
///
/// @param timestampBeforeMaxMs `message.timestamp.before.max.ms`: how far timestamps may lie back
/// @param timestampAfterMaxMs `message.timestamp.after.max.ms`: how far timestamps may lie ahead
/// @param maxInflatedBytes how many bytes of records may come out of any compressed batch; see
///   [#inflationLimit]
/// @param depth `headrace.validation`: how far a batch is looked into
public record BatchRules(
    TimestampType timestampType,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs,
    Keys keys,
    Writer writer,
    int maxInflatedBytes,
    Depth depth) {

  /// How far a batch is looked into.
  public enum Depth {
    /// Every record, decompressed if need be.
    RECORDS,
    /// The checksum and what the header says of the records; what they hold is between the producer
    /// and the consumer.
    HEADER
  }

  /// Whether records may come without a key.
  public enum Keys {
    OPTIONAL,
    /// For topics whose `cleanup.policy` contains `compact`.
    REQUIRED
  }

  /// Who wrote the batch, and so which attribute bits it may carry.
  public enum Writer {
    /// A client outside of a transaction: neither transactional nor control batches.
    CLIENT,
    /// A client whose request names its transactional id.
    TRANSACTIONAL_CLIENT,
    /// The broker itself (coordinators, markers): every bit.
    BROKER
  }

  public static final long NO_TIMESTAMP_LIMIT = Long.MAX_VALUE;

  /// Kafka's default for `message.timestamp.after.max.ms`: one hour.
  public static final long DEFAULT_TIMESTAMP_AFTER_MAX_MS = 3_600_000;

  /// Enough for the largest default batch (1 MiB) at a hundredfold compression.
  public static final int DEFAULT_MAX_INFLATED_BYTES = 100 * 1024 * 1024;

  /// A batch may always inflate to this much, however small it is.
  private static final int FREE_INFLATED_BYTES = 8 * 1024 * 1024;

  /// How many bytes one compressed byte may become beyond that. Text becomes 3 to 30; the codecs
  /// themselves can make 255 to many thousands.
  private static final int MAX_INFLATION = 100;

  /// Kafka's topic defaults for a batch from an ordinary client.
  public static final BatchRules DEFAULT =
      new BatchRules(
          TimestampType.CREATE_TIME,
          NO_TIMESTAMP_LIMIT,
          DEFAULT_TIMESTAMP_AFTER_MAX_MS,
          Keys.OPTIONAL,
          Writer.CLIENT,
          DEFAULT_MAX_INFLATED_BYTES,
          Depth.RECORDS);

  /// How many bytes may come out of a batch of this size. The reactor inflates it while everybody
  /// else waits, so that what a sender may cost grows with what he sends.
  int inflationLimit(int compressedBytes) {
    return (int)
        Math.min(maxInflatedBytes, FREE_INFLATED_BYTES + (long) MAX_INFLATION * compressedBytes);
  }

  public BatchRules withTimestampType(TimestampType type) {
    return new BatchRules(
        type, timestampBeforeMaxMs, timestampAfterMaxMs, keys, writer, maxInflatedBytes, depth);
  }

  public BatchRules withKeys(Keys demanded) {
    return new BatchRules(
        timestampType,
        timestampBeforeMaxMs,
        timestampAfterMaxMs,
        demanded,
        writer,
        maxInflatedBytes,
        depth);
  }

  public BatchRules withWriter(Writer who) {
    return new BatchRules(
        timestampType,
        timestampBeforeMaxMs,
        timestampAfterMaxMs,
        keys,
        who,
        maxInflatedBytes,
        depth);
  }

  public BatchRules withMaxInflatedBytes(int bytes) {
    return new BatchRules(
        timestampType, timestampBeforeMaxMs, timestampAfterMaxMs, keys, writer, bytes, depth);
  }

  public BatchRules withDepth(Depth wanted) {
    return new BatchRules(
        timestampType,
        timestampBeforeMaxMs,
        timestampAfterMaxMs,
        keys,
        writer,
        maxInflatedBytes,
        wanted);
  }
}
