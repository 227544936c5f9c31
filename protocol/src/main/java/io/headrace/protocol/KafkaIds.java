package io.headrace.protocol;

import io.headrace.base.TopicId;
import org.apache.kafka.common.Uuid;

/// Topic ids as Kafka's generated messages have them.
public final class KafkaIds {

  private KafkaIds() {}

  public static TopicId fromKafka(Uuid id) {
    return new TopicId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  public static Uuid toKafka(TopicId id) {
    return new Uuid(id.mostSignificantBits(), id.leastSignificantBits());
  }
}
