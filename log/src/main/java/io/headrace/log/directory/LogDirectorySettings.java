package io.headrace.log.directory;

/// The settings that all logs of a directory share.
///
/// @param maxOpenFiles how many segment files are open at most
/// @param producerIdExpirationMs `producer.id.expiration.ms`
public record LogDirectorySettings(int maxOpenFiles, long producerIdExpirationMs) {

  public static final LogDirectorySettings DEFAULT =
      new LogDirectorySettings(1024, 86_400_000);
}
