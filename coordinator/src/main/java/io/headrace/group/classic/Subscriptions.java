package io.headrace.group.classic;

import io.headrace.group.state.Blob;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the topics out of what consumers say under a protocol: Kafka's `ConsumerProtocol`, a
/// version and then an array of names. What else is there is none of the broker's business.
final class Subscriptions {

  /// The protocol type of consumers, the only one whose metadata the broker looks into.
  static final String CONSUMER = "consumer";

  private Subscriptions() {}

  /// The topics that any member wants; empty if they cannot be known.
  static Optional<Set<String>> topics(Iterable<Blob> subscriptions) {
    Set<String> topics = new TreeSet<>();
    for (Blob subscription : subscriptions) {
      try {
        read(ByteBuffer.wrap(subscription.bytes()), topics);
      } catch (BufferUnderflowException e) {
        return Optional.empty();
      }
    }
    return Optional.of(topics);
  }

  private static void read(ByteBuffer subscription, Set<String> topics) {
    if (subscription.getShort() < 0) {
      throw new BufferUnderflowException();
    }
    int count = subscription.getInt();
    for (int i = 0; i < count; i++) {
      int length = subscription.getShort();
      if (length < 0 || length > subscription.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] name = new byte[length];
      subscription.get(name);
      topics.add(new String(name, StandardCharsets.UTF_8));
    }
  }
}
