package io.headrace.controller.partition;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.EffectiveConfigs;

/// Looks up `min.insync.replicas`.
@FunctionalInterface
public interface MinInSync {

  int of(ClusterImage image, String topic);

  /// As it is in effect by these configs.
  static MinInSync by(EffectiveConfigs configs) {
    return (image, topic) -> configs.intValue(image, topic, "min.insync.replicas");
  }

  /// Begins a change of a partition.
  default PartitionChange change(ClusterImage image, TopicImage topic, PartitionImage partition) {
    return new PartitionChange(topic.id(), partition, image, of(image, topic.name()));
  }
}
