package io.headrace.metadata;

import io.headrace.base.TopicId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A topic.
///
/// @param partitions by number, without gaps
public record TopicImage(TopicId id, String name, List<PartitionImage> partitions) {
  public TopicImage {
    partitions = List.copyOf(partitions);
  }

  /// A partition by its number; null if there is none.
  public @Nullable PartitionImage partition(int number) {
    return number >= 0 && number < partitions.size() ? partitions.get(number) : null;
  }
}
