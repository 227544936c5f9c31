package io.headrace.metadata;

/// Names one log directory of a broker for as long as its content lives: 128 random bits drawn when
/// it is formatted. An empty disk in the place of a lost one has another.
public record DirectoryId(long mostSignificantBits, long leastSignificantBits)
    implements Comparable<DirectoryId> {

  /// Stands for one of which it is not known what it held; as in Kafka.
  public static final DirectoryId LOST = new DirectoryId(0, 1);

  @Override
  public int compareTo(DirectoryId other) {
    int high = Long.compareUnsigned(mostSignificantBits, other.mostSignificantBits);
    return high != 0
        ? high
        : Long.compareUnsigned(leastSignificantBits, other.leastSignificantBits);
  }
}
