package io.headrace.controller.placement;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many partitions each broker holds, and how many of them it is the preferred leader of, kept
/// in step with the decided image: a decision that needs them does not count all partitions.
///
/// The first who asks after [#begin] has them counted; a controller that nobody asks counts
/// nothing.
///
/// Runs on: the reactor of the active controller.
public final class PartitionCounts {
  private @Nullable Map<Integer, Count> byBroker;

  /// What one broker holds.
  private static final class Count {
    private int preferred;
    private int replicas;
  }

  /// Forgets everything: this node decides from now on.
  public void begin() {
    byBroker = null;
  }

  /// The decided image changed.
  public void onChange(ImageChange change) {
    if (byBroker != null) {
      change.topics().forEach(topic -> onChange(byBroker, topic));
    }
  }

  int preferred(ClusterImage image, int broker) {
    Count count = in(image).get(broker);
    return count == null ? 0 : count.preferred;
  }

  int replicas(ClusterImage image, int broker) {
    Count count = in(image).get(broker);
    return count == null ? 0 : count.replicas;
  }

  private Map<Integer, Count> in(ClusterImage image) {
    Map<Integer, Count> known = byBroker;
    if (known == null) {
      known = new TreeMap<>();
      for (TopicImage topic : image.topics()) {
        for (PartitionImage partition : topic.partitions()) {
          add(known, partition, 1);
        }
      }
      byBroker = known;
    }
    return known;
  }

  /// Partitions that did not change are passed over.
  private static void onChange(Map<Integer, Count> counts, TopicChange topic) {
    TopicImage before = topic.before();
    TopicImage after = topic.after();
    int most = Math.max(sizeOf(before), sizeOf(after));
    for (int number = 0; number < most; number++) {
      PartitionImage was = before == null ? null : before.partition(number);
      PartitionImage is = after == null ? null : after.partition(number);
      if (was != null && is != null && was.replicas().equals(is.replicas())) {
        continue;
      }
      if (was != null) {
        add(counts, was, -1);
      }
      if (is != null) {
        add(counts, is, 1);
      }
    }
  }

  private static int sizeOf(@Nullable TopicImage topic) {
    return topic == null ? 0 : topic.partitions().size();
  }

  private static void add(Map<Integer, Count> counts, PartitionImage partition, int one) {
    for (int index = 0; index < partition.replicas().size(); index++) {
      Count count = counts.computeIfAbsent(partition.replicas().get(index), _ -> new Count());
      count.replicas += one;
      count.preferred += index == 0 ? one : 0;
    }
  }
}
