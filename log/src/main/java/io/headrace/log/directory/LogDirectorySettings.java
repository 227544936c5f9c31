package io.headrace.log.directory;

/// The settings that all logs of a directory share.
///
/// @param maxOpenFiles how many segment files are open at most
/// @param journalThresholdBytes how much of what a log appends for one commit is copied to the
///   journal; more is synced in its segment
/// @param journalFileBytes when a journal file is full and the next one begins
/// @param reserveBytes how much room is kept back for when the disk is full
/// @param scrub how closed segments are looked through for rot
/// @param retentionCheckNs how often the logs are looked through for what is too old or too much
public record LogDirectorySettings(
    int maxOpenFiles,
    int journalThresholdBytes,
    long journalFileBytes,
    int reserveBytes,
    Scrub scrub,
    long retentionCheckNs) {

  /// At every tick.
  private static final long ALWAYS = 0;

  /// @param bytesPerSecond how much is read at most, 0 for no scrub
  /// @param intervalNs how often everything is read once
  public record Scrub(long bytesPerSecond, long intervalNs) {
    public static final Scrub DEFAULT = new Scrub(8 << 20, 7 * 86_400_000_000_000L);

    boolean isOn() {
      return bytesPerSecond > 0;
    }
  }

  public static final LogDirectorySettings DEFAULT =
      new LogDirectorySettings(16_384, 256 << 10, 32 << 20, 4 << 20, Scrub.DEFAULT, ALWAYS);

  /// The files of the journal and the reserve as they are by default.
  public LogDirectorySettings(int maxOpenFiles, int journalThresholdBytes, Scrub scrub) {
    this(
        maxOpenFiles,
        journalThresholdBytes,
        DEFAULT.journalFileBytes(),
        DEFAULT.reserveBytes(),
        scrub,
        ALWAYS);
  }

  /// The same settings with another pace of retention.
  public LogDirectorySettings withRetentionCheckNs(long intervalNs) {
    return new LogDirectorySettings(
        maxOpenFiles, journalThresholdBytes, journalFileBytes, reserveBytes, scrub, intervalNs);
  }
}
