package io.headrace.cli.kafka;

import io.headrace.base.TopicPartition;

/// Partitions in our words and in the client's.
final class Names {

  private Names() {}

  static org.apache.kafka.common.TopicPartition theirs(TopicPartition partition) {
    return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
  }

  static TopicPartition ours(org.apache.kafka.common.TopicPartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }
}
