package io.headrace.log.directory;

/// The settings that all logs of a directory share.
///
/// @param maxOpenFiles how many segment files are open at most
/// @param producerIdExpirationMs `producer.id.expiration.ms`
/// @param journalThresholdBytes what a log appends in one turn is copied to the journal up to this
///   size; more is synced in its segment
/// @param journalFileBytes when a journal file is full and the next one begins
/// @param reserveBytes how much room is kept back for when the disk is full
public record LogDirectorySettings(
    int maxOpenFiles,
    long producerIdExpirationMs,
    int journalThresholdBytes,
    long journalFileBytes,
    int reserveBytes) {

  public static final LogDirectorySettings DEFAULT =
      new LogDirectorySettings(1024, 86_400_000, 32 << 10, 32 << 20, 4 << 20);

  /// The journal as it is by default.
  public LogDirectorySettings(int maxOpenFiles, long producerIdExpirationMs) {
    this(
        maxOpenFiles,
        producerIdExpirationMs,
        DEFAULT.journalThresholdBytes(),
        DEFAULT.journalFileBytes(),
        DEFAULT.reserveBytes());
  }
}
