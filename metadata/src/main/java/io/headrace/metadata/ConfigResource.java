package io.headrace.metadata;

/// What a config belongs to; an empty name with `BROKER` means all brokers.
public record ConfigResource(Type type, String name) implements Comparable<ConfigResource> {

  /// With Kafka's ids on the wire.
  public enum Type {
    TOPIC(2),
    BROKER(4),
    BROKER_LOGGER(8),
    CLIENT_METRICS(16),
    GROUP(32);

    private final int id;

    Type(int id) {
      this.id = id;
    }

    public int id() {
      return id;
    }
  }

  @Override
  public int compareTo(ConfigResource other) {
    int byType = type.compareTo(other.type);
    return byType != 0 ? byType : name.compareTo(other.name);
  }
}
