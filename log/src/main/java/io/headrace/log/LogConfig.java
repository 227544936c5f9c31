package io.headrace.log;

/// The settings of one partition's log; names and meanings are those of Kafka's topic configs.
///
/// @param segmentBytes `segment.bytes`: a segment is closed before it grows beyond this
/// @param segmentMs `segment.ms`: a segment is closed when its first record is older than this
/// @param retentionMs `retention.ms`: −1 for ever
/// @param retentionBytes `retention.bytes` per partition: −1 without limit
/// @param delete whether `cleanup.policy` has `delete`
/// @param compact whether `cleanup.policy` has `compact`
/// @param indexIntervalBytes `index.interval.bytes`
/// @param durability `headrace.durability`
/// @param compaction the settings of compaction
/// @param producerExpirationMs `producer.id.expiration.ms` of the broker: an idempotent producer
///   that is silent for longer is forgotten
public record LogConfig(
    int segmentBytes,
    long segmentMs,
    long retentionMs,
    long retentionBytes,
    boolean delete,
    boolean compact,
    int indexIntervalBytes,
    long fileDeleteDelayMs,
    Durability durability,
    Compaction compaction,
    int producerExpirationMs) {

  private static final int DAY_MS = 86_400_000;

  /// Producers are remembered for a day.
  public LogConfig(
      int segmentBytes,
      long segmentMs,
      long retentionMs,
      long retentionBytes,
      boolean delete,
      boolean compact,
      int indexIntervalBytes,
      long fileDeleteDelayMs,
      Durability durability,
      Compaction compaction) {
    this(
        segmentBytes,
        segmentMs,
        retentionMs,
        retentionBytes,
        delete,
        compact,
        indexIntervalBytes,
        fileDeleteDelayMs,
        durability,
        compaction,
        DAY_MS);
  }

  /// When an append counts as stored (`headrace.durability`).
  public enum Durability {
    /// On stable storage: the default.
    FSYNC,
    /// In the page cache, as Kafka does by default.
    MEMORY
  }

  /// @param minLagMs `min.compaction.lag.ms`: younger records are left alone
  /// @param maxLagMs `max.compaction.lag.ms`: older ones are compacted soon
  /// @param minDirtyRatio `min.cleanable.dirty.ratio`, 0 to 1
  /// @param deleteRetentionMs `delete.retention.ms`: how long tombstones stay
  public record Compaction(
      long minLagMs, long maxLagMs, double minDirtyRatio, long deleteRetentionMs) {
    public static final Compaction DEFAULT = new Compaction(0, Long.MAX_VALUE, 0.5, 86_400_000);
  }

  /// Kafka's defaults: segments of 1 GiB or a week, kept for a week.
  public static final LogConfig DEFAULT =
      new LogConfig(
          1 << 30,
          604_800_000L,
          604_800_000L,
          -1,
          true,
          false,
          4096,
          60_000,
          Durability.FSYNC,
          Compaction.DEFAULT);
}
