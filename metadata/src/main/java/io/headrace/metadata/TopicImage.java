package io.headrace.metadata;

import io.headrace.base.TopicId;
import java.util.ArrayList;
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

  TopicImage withAdded(List<PartitionImage> added) {
    var all = new ArrayList<PartitionImage>(partitions.size() + added.size());
    all.addAll(partitions);
    all.addAll(added);
    return new TopicImage(id, name, all);
  }

  TopicImage withChanged(PartitionImage changed) {
    var all = new ArrayList<>(partitions);
    all.set(changed.partition(), changed);
    return new TopicImage(id, name, all);
  }
}
