package io.headrace.protocol;

import io.headrace.base.TopicId;
import org.apache.kafka.common.Uuid;

/// Ids as Kafka's generated messages have them.
public final class KafkaIds {

  /// The log directory of replicas whose directory failed (KIP-858).
  public static final Uuid LOST_DIRECTORY = new Uuid(0, 1);

  private KafkaIds() {}

  public static TopicId fromKafka(Uuid id) {
    return new TopicId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  public static Uuid toKafka(TopicId id) {
    return new Uuid(id.mostSignificantBits(), id.leastSignificantBits());
  }
}
