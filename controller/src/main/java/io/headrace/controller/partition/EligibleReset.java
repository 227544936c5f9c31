package io.headrace.controller.partition;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Keeps *eligible* true when `min.insync.replicas` is lowered: from that moment the high watermark
/// may move without those who are not in sync, so they must not be eligible a moment longer.
public final class EligibleReset {
  private static final String MIN_IN_SYNC = "min.insync.replicas";

  private final MinInSync minInSync;

  public EligibleReset(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// What has to be decided in the same batch as these changes of configs.
  public List<MetadataRecord> decide(ClusterImage image, List<MetadataRecord> configChanges) {
    SequencedSet<ConfigResource> touched = new LinkedHashSet<>();
    for (MetadataRecord record : configChanges) {
      if (record instanceof MetadataRecord.ConfigChanged it && it.key().equals(MIN_IN_SYNC)) {
        touched.add(it.resource());
      }
    }
    if (touched.isEmpty()) {
      return List.of();
    }
    ClusterImage then =
        ImageBuilder.replay(image, image.offset() + configChanges.size(), configChanges);
    var records = new ArrayList<MetadataRecord>();
    for (TopicImage topic : topics(then, touched)) {
      for (PartitionImage partition : topic.partitions()) {
        if (!partition.eligible().isEmpty()) {
          PartitionImage after = minInSync.change(then, topic, partition).result();
          if (after != partition) {
            records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
          }
        }
      }
    }
    return records;
  }

  private static Collection<TopicImage> topics(
      ClusterImage image, SequencedSet<ConfigResource> touched) {
    var topics = new ArrayList<TopicImage>();
    for (ConfigResource resource : touched) {
      TopicImage topic = resource.type() == Type.TOPIC ? image.topic(resource.name()) : null;
      if (resource.type() == Type.BROKER) {
        return image.topics();
      }
      if (topic != null) {
        topics.add(topic);
      }
    }
    return topics;
  }
}
