package io.headrace.controller.partition;

import io.headrace.controller.partition.PartitionChange.Election;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives leadership back to preferred leaders, as elections, restarts and drains take it from them.
public final class LeaderBalance {
  private final MinInSync minInSync;
  private final int tolerancePercent;

  /// @param tolerancePercent `leader.imbalance.per.broker.percentage`: a broker that misses no more
  ///   of the leaderships that should be its own is left alone
  public LeaderBalance(MinInSync minInSync, int tolerancePercent) {
    this.minInSync = minInSync;
    this.tolerancePercent = tolerancePercent;
  }

  private static final class Share {
    private int preferred;
    private int missed;
  }

  /// Changes of leader, at most `limit` of them.
  public List<MetadataRecord> decide(ClusterImage image, int limit) {
    Map<Integer, Share> shares = sharesOf(image);
    var records = new ArrayList<MetadataRecord>();
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        if (records.size() >= limit) {
          return records;
        }
        int preferred = partition.replicas().getFirst();
        if (partition.leader() == preferred || !isUnfair(shares.get(preferred))) {
          continue;
        }
        PartitionImage after =
            minInSync.change(image, topic, partition).elect(Election.PREFERRED).result();
        if (after.leader() == preferred) {
          records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
        }
      }
    }
    return records;
  }

  private boolean isUnfair(Share share) {
    return 100L * share.missed > (long) tolerancePercent * share.preferred;
  }

  private static Map<Integer, Share> sharesOf(ClusterImage image) {
    Map<Integer, Share> shares = new HashMap<>();
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        Share share = shares.computeIfAbsent(partition.replicas().getFirst(), _ -> new Share());
        share.preferred++;
        share.missed += partition.leader() == partition.replicas().getFirst() ? 0 : 1;
      }
    }
    return shares;
  }
}
