package io.headrace.broker.api.data;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.replication.Partition;
import io.headrace.replication.Wanted;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends consumers to a replica in their own rack (KIP-392), as Kafka's `RackAwareReplicaSelector`
/// does: to one that is in sync and has what is asked for. The leader keeps those of its own rack,
/// and those that nobody is near to.
///
/// Runs on: the reactor.
public final class NearestReplica {

  private final int brokerId;
  private final Supplier<ClusterImage> image;
  private final Selector selector;

  /// How a replica is chosen (`replica.selector.class`).
  public enum Selector {
    LEADER,
    BY_RACK
  }

  public NearestReplica(int brokerId, Supplier<ClusterImage> image, Selector selector) {
    this.brokerId = brokerId;
    this.image = image;
    this.selector = selector;
  }

  /// The broker that a consumer is to read from instead; [Wanted#NONE] if this one will do.
  ///
  /// @param rack where the consumer stands; empty if it does not say
  int insteadOf(Partition here, String rack, long offset) {
    if (selector == Selector.LEADER || rack.isEmpty() || rack.equals(rackOf(brokerId))) {
      return Wanted.NONE;
    }
    for (int follower : here.readersMayGoTo(offset)) {
      if (rack.equals(rackOf(follower))) {
        return follower;
      }
    }
    return Wanted.NONE;
  }

  private @Nullable String rackOf(int id) {
    BrokerImage broker = image.get().broker(id);
    return broker == null || !broker.inService() ? null : broker.rack();
  }
}
