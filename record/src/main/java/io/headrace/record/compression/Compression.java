package io.headrace.record.compression;

import java.util.Locale;
import java.util.Optional;

/// A codec of Kafka's batch format: the low three bits of a batch's attributes.
public enum Compression {
  NONE(0),
  GZIP(1),
  SNAPPY(2),
  LZ4(3),
  ZSTD(4);

  private static final Compression[] BY_ID = values();

  private final int id;

  Compression(int id) {
    this.id = id;
  }

  /// The number that stands for this codec in a batch's attributes.
  public int id() {
    return id;
  }

  /// The name as `compression.type` spells it, `gzip` for example.
  public String configValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The codec with this number, or nothing for the numbers 5 to 7, which nobody has given a
  /// meaning.
  public static Optional<Compression> ofId(int id) {
    return isKnownId(id) ? Optional.of(BY_ID[id]) : Optional.empty();
  }

  public static boolean isKnownId(int id) {
    return id >= 0 && id < BY_ID.length;
  }

  /// The codec that `compression.type` names; nothing for `producer` and for unknown names.
  public static Optional<Compression> ofConfigValue(String value) {
    for (Compression compression : BY_ID) {
      if (compression.configValue().equals(value)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }
}
