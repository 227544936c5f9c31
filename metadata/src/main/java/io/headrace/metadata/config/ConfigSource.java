package io.headrace.metadata.config;

/// Where a value was set, with Kafka's ids on the wire.
public enum ConfigSource {
  TOPIC(1),
  /// For one broker, while running.
  DYNAMIC_BROKER(2),
  /// For all brokers, while running.
  DYNAMIC_DEFAULT_BROKER(3),
  /// In the broker's file or on its command line.
  STATIC_BROKER(4),
  DEFAULT(5),
  CLIENT_METRICS(7),
  GROUP(8);

  private final int id;

  ConfigSource(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }
}
