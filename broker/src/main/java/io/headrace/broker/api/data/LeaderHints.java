package io.headrace.broker.api.data;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.NodeEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects, for one answer, the leaders that its partitions should be asked of instead (KIP-951).
final class LeaderHints {

  private final ClusterImage image;
  private final String listener;
  private final TreeMap<Integer, NodeEndpoint> endpoints = new TreeMap<>();

  LeaderHints(ClusterImage image, String listener) {
    this.image = image;
    this.listener = listener;
  }

  /// Who leads the partition, if the error is one that a hint helps with; else null.
  @Nullable LeaderHint hintFor(ErrorCode error, @Nullable TopicImage topic, int partition) {
    boolean helps =
        error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
    if (!helps || topic == null || partition < 0 || partition >= topic.partitions().size()) {
      return null;
    }
    PartitionImage now = topic.partitions().get(partition);
    BrokerImage leader = image.broker(now.leader());
    BrokerImage.Endpoint endpoint = leader == null ? null : leader.endpoint(listener);
    if (leader != null && endpoint != null) {
      endpoints.put(
          leader.id(),
          new NodeEndpoint(leader.id(), endpoint.host(), endpoint.port(), leader.rack()));
    }
    return new LeaderHint(now.leader(), now.leaderEpoch());
  }

  List<NodeEndpoint> endpoints() {
    return new ArrayList<>(endpoints.values());
  }
}
