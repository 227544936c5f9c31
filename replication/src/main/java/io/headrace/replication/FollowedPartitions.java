package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.PartitionImage;
import io.headrace.replication.follower.FollowedPartition;
import io.headrace.replication.follower.FollowedPartition.Pace;
import io.headrace.replication.follower.ReplicaFetching;
import io.headrace.replication.repair.Repairs;
import io.headrace.replication.throttle.ReplicaThrottle;
import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The partitions that this broker follows, and the lines on which it fetches them.
///
/// Runs on: the reactor.
final class FollowedPartitions implements FollowedPartition.Listener {

  private final Replication replication;
  private final Partitions.Trouble trouble;
  private final Consumer<PartitionId> onFree;
  private final Consumer<PartitionId> onHopeless;
  private final Repairs repairs;
  private final ReplicaFetching fetching;
  private final ReplicaThrottle throttle;
  private final TreeMap<PartitionId, Followed> all = new TreeMap<>();

  /// To be led here, but the end of the log is still being cut off.
  private final TreeSet<PartitionId> toBeLed = new TreeSet<>();

  private record Followed(FollowedPartition partition, FollowerReads reads) {}

  /// @param onFree hears when a partition can be led that [#release] did not give
  /// @param onHopeless hears, again and again, of logs that can only be whole if they begin anew
  FollowedPartitions(
      int brokerId,
      Replication replication,
      Partitions.Trouble trouble,
      Consumer<PartitionId> onFree,
      Consumer<PartitionId> onHopeless,
      Repairs repairs,
      ReplicaThrottle throttle) {
    this.replication = replication;
    this.trouble = trouble;
    this.onFree = onFree;
    this.onHopeless = onHopeless;
    this.repairs = repairs;
    this.fetching = replication.fetching(brokerId, throttle);
    this.throttle = throttle;
  }

  @Nullable FollowerReads readable(PartitionId id) {
    Followed followed = all.get(id);
    return followed == null ? null : followed.reads;
  }

  @Nullable FollowedPartition movable(PartitionId id) {
    Followed followed = all.get(id);
    return followed == null ? null : followed.partition;
  }

  boolean has(PartitionId id) {
    return all.containsKey(id);
  }

  void addTopicsTo(Set<TopicId> topics) {
    all.keySet().forEach(id -> topics.add(id.topicId()));
  }

  /// Whether the partition is to be led as soon as its log is cut.
  boolean isToBeLed(PartitionId id) {
    return toBeLed.contains(id);
  }

  /// Goes on with one that is followed already.
  void appoint(PartitionId id, PartitionImage image) {
    Followed followed = all.get(id);
    if (followed != null) {
      toBeLed.remove(id);
      move(followed.partition, image.leader(), image.leaderEpoch());
    }
  }

  /// @param committedEnd everything below is known to be committed
  void follow(TopicPartition name, PartitionLog log, long committedEnd, PartitionImage image) {
    var partition = new FollowedPartition(name, log, committedEnd, replication.timers(), this);
    all.put(log.id(), new Followed(partition, new FollowerReads(partition, repairs)));
    onLost(partition);
    move(partition, image.leader(), image.leaderEpoch());
  }

  private void move(FollowedPartition partition, int leader, int leaderEpoch) {
    int before = partition.leader();
    partition.pace(throttle.isThrottledHere(partition.id()) ? Pace.THROTTLED : Pace.FREE);
    partition.appoint(leader, leaderEpoch);
    fetching.move(partition, before, leader);
  }

  /// Gives a partition up so that it can be led; null if that has to wait until its log is cut.
  @Nullable FollowedPartition release(PartitionId id, int leaderEpoch) {
    Followed followed = all.get(id);
    if (followed == null) {
      return null;
    }
    if (followed.partition.isCutting()) {
      toBeLed.add(id);
      move(followed.partition, PartitionImage.NO_LEADER, leaderEpoch);
      return null;
    }
    close(id);
    return followed.partition;
  }

  /// Gives a partition up.
  void close(PartitionId id) {
    toBeLed.remove(id);
    Followed followed = all.remove(id);
    if (followed != null) {
      fetching.move(followed.partition, followed.partition.leader(), PartitionImage.NO_LEADER);
      followed.partition.close();
      followed.reads.tellWatchers();
    }
  }

  @Override
  public void onWish(FollowedPartition partition) {
    fetching.onWish(partition);
    if (!partition.isCutting() && toBeLed.remove(partition.id())) {
      replication.reactor().execute(() -> onFree.accept(partition.id()));
    }
  }

  @Override
  public void onProgress(FollowedPartition partition) {
    Followed followed = all.get(partition.id());
    if (followed != null) {
      followed.reads.tellWatchers();
    }
  }

  @Override
  public void onLost(FollowedPartition partition) {
    repairs.look(partition.log(), () -> onRepaired(partition));
  }

  private void onRepaired(FollowedPartition partition) {
    partition.onRepaired();
    if (repairs.isAnotherElsewhere(partition.id())) {
      replication.reactor().execute(() -> onHopeless.accept(partition.id()));
    }
  }

  @Override
  public void onTrouble(TopicPartition partition, String what) {
    trouble.onTrouble(partition, "following", new IOException(what));
  }

  void close() {
    fetching.close();
  }
}
