package io.headrace.metadata;

import io.headrace.base.TopicId;
import java.util.List;

/// A topic.
///
/// @param partitions by number, without gaps
public record TopicImage(TopicId id, String name, List<PartitionImage> partitions) {
  public TopicImage {
    partitions = List.copyOf(partitions);
  }
}
