package io.headrace.base;

import java.nio.ByteBuffer;
import java.util.Base64;

/// The identity of a topic: a 128-bit UUID that is never given to another topic (KIP-516).
///
/// Two topics of the same name, one made after the other was deleted, differ in this.
public record TopicId(long mostSignificantBits, long leastSignificantBits)
    implements Comparable<TopicId> {

  /// Stands for *no topic id* on the wire; no topic ever has it.
  public static final TopicId ZERO = new TopicId(0, 0);

  /// Reads the form that [#toString] writes: 22 characters of URL-safe Base64.
  ///
  /// @throws IllegalArgumentException if the text is not such a form
  public static TopicId parse(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (bytes.length != 16) {
      throw new IllegalArgumentException("not a topic id, expected 16 bytes in Base64: " + text);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new TopicId(buffer.getLong(), buffer.getLong());
  }

  public boolean isZero() {
    return mostSignificantBits == 0 && leastSignificantBits == 0;
  }

  @Override
  public int compareTo(TopicId other) {
    int high = Long.compareUnsigned(mostSignificantBits, other.mostSignificantBits);
    return high != 0
        ? high
        : Long.compareUnsigned(leastSignificantBits, other.leastSignificantBits);
  }

  /// The form that Kafka's tools print, also used in the names of data directories.
  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(mostSignificantBits).putLong(leastSignificantBits).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
