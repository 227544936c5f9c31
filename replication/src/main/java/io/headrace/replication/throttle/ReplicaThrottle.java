package io.headrace.replication.throttle;

import io.headrace.base.PartitionId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.metadata.config.ConfigKey;
import io.headrace.runtime.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps replicas that are being filled from taking the network and the disks from clients: what a
/// broker sends to them, and what it receives for its own, stays below a rate each (KIP-73).
///
/// Throttled are replicas that a reassignment brings in, and those that a topic's
/// `leader.replication.throttled.replicas` and `follower.replication.throttled.replicas` name. Who
/// is in sync never is: acknowledgements wait for him. What is copied from one log directory to
/// another (KIP-113) has a rate of its own.
///
/// Runs on: the reactor.
public final class ReplicaThrottle {

  private static final String EVERY_REPLICA = "*";

  private final int brokerId;
  private final ByteRate sending;
  private final ByteRate receiving;
  private final ByteRate copying;
  private ClusterImage image = ClusterImage.EMPTY;

  public ReplicaThrottle(int brokerId, Clock clock) {
    this.brokerId = brokerId;
    this.sending = new ByteRate(clock);
    this.receiving = new ByteRate(clock);
    this.copying = new ByteRate(clock);
  }

  /// A new image is published.
  public void onImage(ClusterImage now) {
    image = now;
    sending.limitTo(BrokerConfigKeys.replicationRate(now, brokerId, BrokerConfigKeys.LEADER_RATE));
    receiving.limitTo(
        BrokerConfigKeys.replicationRate(now, brokerId, BrokerConfigKeys.FOLLOWER_RATE));
    copying.limitTo(
        BrokerConfigKeys.replicationRate(now, brokerId, BrokerConfigKeys.DIRECTORIES_RATE));
  }

  /// Whether what another broker fetches from here for its replica counts.
  public boolean isThrottledAt(int follower, PartitionId id) {
    return isThrottled(follower, id, "leader.replication.throttled.replicas");
  }

  /// Whether what this broker fetches for its own replica counts.
  public boolean isThrottledHere(PartitionId id) {
    return isThrottled(brokerId, id, "follower.replication.throttled.replicas");
  }

  /// Whether nothing is to be sent to throttled replicas for now.
  public boolean hasSentEnough() {
    return sending.isSpent();
  }

  /// Whether nothing is to be fetched for throttled replicas for now.
  public boolean hasReceivedEnough() {
    return receiving.isSpent();
  }

  /// Whether nothing is to be copied from one log directory to another for now.
  public boolean hasCopiedEnough() {
    return copying.isSpent();
  }

  public void onSent(int bytes) {
    sending.take(bytes);
  }

  public void onReceived(int bytes) {
    receiving.take(bytes);
  }

  public void onCopied(int bytes) {
    copying.take(bytes);
  }

  private boolean isThrottled(int replica, PartitionId id, String listedIn) {
    TopicImage topic = image.topic(id.topicId());
    PartitionImage partition = image.partition(id);
    if (topic == null || partition == null || partition.inSync().contains(replica)) {
      return false;
    }
    return partition.adding().contains(replica)
        || isListed(topic.name(), listedIn, id.partition() + ":" + replica);
  }

  private boolean isListed(String topic, String listedIn, String replica) {
    ConfigImage configs = image.config(new ConfigResource(Type.TOPIC, topic));
    @Nullable String value = configs.get(listedIn);
    if (value == null) {
      return false;
    }
    List<String> listed = ConfigKey.splitList(value);
    return listed.contains(EVERY_REPLICA) || listed.contains(replica);
  }
}
