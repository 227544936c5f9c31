package io.headrace.metadata.config;

/// What form a config's value has, with Kafka's ids on the wire.
public enum ConfigType {
  /// Of a key that nobody here knows.
  UNKNOWN(0, "UNKNOWN"),
  BOOLEAN(1, "BOOLEAN"),
  STRING(2, "STRING"),
  INT(3, "INT"),
  SHORT(4, "SHORT"),
  LONG(5, "LONG"),
  DOUBLE(6, "DOUBLE"),
  LIST(7, "LIST"),
  CLASS(8, "CLASS"),
  PASSWORD(9, "PASSWORD");

  private final int id;
  private final String word;

  ConfigType(int id, String word) {
    this.id = id;
    this.word = word;
  }

  public int id() {
    return id;
  }

  /// As Kafka's messages name it.
  String word() {
    return word;
  }
}
