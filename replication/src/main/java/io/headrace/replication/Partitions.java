package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.FollowedPartition;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.LeaderTerm;
import io.headrace.replication.leader.TopicRules;
import io.headrace.replication.move.MovableReplica;
import io.headrace.replication.move.ReplicaMoves;
import io.headrace.replication.repair.Repairs;
import io.headrace.replication.throttle.ReplicaThrottle;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The registry of the partitions that this broker leads or follows, kept in step with the
/// cluster's image.
///
/// ```
///            leader here                  replica here, leader elsewhere or nobody
///   Partition <----------> FollowedPartition
///        \                   /
///         no replica here: closed, and the log deleted once that is sure (Strays)
/// ```
///
/// A new partition's log is made, durably, in the directory in service that holds the fewest logs;
/// a partition whose topic is gone is closed and its log deleted. A partition whose log cannot be
/// had has no entry here, and its clients are told so by [#errorFor].
///
/// Runs on: the reactor.
public final class Partitions implements ImagePublisher.Subscriber {

  /// Hears of partitions whose log cannot be made, found, or deleted.
  public interface Trouble {
    void onTrouble(TopicPartition partition, String what, IOException cause);

    /// What was lost came back from another broker.
    default void onRestored(TopicPartition partition, long fromOffset, long toOffset, int broker) {}

    /// A replica is in another log directory now.
    default void onMoved(TopicPartition partition, LogDirectory to) {}
  }

  private final int brokerId;
  private final ReplicaLogs logs;
  private final TopicSettings settings;
  private final Trouble trouble;
  private final Partition.Services services;
  private final Repairs repairs;
  private final ReplicaThrottle throttle;
  private final FollowedPartitions followed;
  private final ReplicaSessions sessions;
  private final Strays strays;
  private final LogChores chores;
  private final LedPartitions led = new LedPartitions();
  private final LeaderTicks ticks;
  private ClusterImage image = ClusterImage.EMPTY;

  /// @param directories a view: they may be opened later, but before the first image
  public Partitions(
      int brokerId,
      List<LogDirectory> directories,
      TopicSettings settings,
      Trouble trouble,
      Replication replication) {
    this.brokerId = brokerId;
    this.settings = settings;
    this.trouble = trouble;
    this.repairs =
        new Repairs(
            replication.repairPorts(brokerId),
            id -> OtherReplicas.of(image, id, brokerId),
            this::onRestored);
    this.services = replication.services(repairs);
    this.throttle = new ReplicaThrottle(brokerId, replication.clock());
    var moves = new ReplicaMoves(replication.movePorts(throttle), this::movable, new Moved());
    this.logs = new ReplicaLogs(directories, settings, moves);
    this.followed =
        new FollowedPartitions(
            brokerId, replication, trouble, this::onFree, this::beginAnew, repairs, throttle);
    this.sessions = new ReplicaSessions(this, throttle, replication);
    this.ticks = new LeaderTicks(replication, sessions);
    this.strays = new Strays(brokerId, directories, replication.brokerEpoch());
    this.chores =
        new LogChores(
            replication.reactor(), replication.timers(), this::onMayBeMade, logs::syncNames);
  }

  /// Where other brokers fetch what this one leads.
  public ReplicaSessions sessions() {
    return sessions;
  }

  /// Their logs, and the directories that these are in.
  public ReplicaLogs logs() {
    return logs;
  }

  private @Nullable MovableReplica movable(PartitionId id) {
    Partition leading = find(id.topicId(), id.partition());
    return leading != null ? leading : followed.movable(id);
  }

  /// The partition if it can be read here, led or followed, else null.
  public @Nullable ReadablePartition findReadable(TopicId topic, int partition) {
    Partition here = find(topic, partition);
    return here != null ? here : followed.readable(new PartitionId(topic, partition));
  }

  /// The partition if this broker leads it, else null.
  public @Nullable Partition find(String topic, int partition) {
    return led.find(topic, partition);
  }

  /// The partition if this broker leads it, else null.
  public @Nullable Partition find(TopicId topic, int partition) {
    return led.find(topic, partition);
  }

  /// Whether a partition will be here as soon as its log is cut, or made.
  public boolean isComing(PartitionId id) {
    return followed.isToBeLed(id) || chores.isToBeMade(id);
  }

  /// What to tell a client that asked for a partition which [#find] does not have, though its topic
  /// may exist.
  public ErrorCode errorFor(@Nullable TopicImage topic, int partition) {
    if (topic == null || partition < 0 || partition >= topic.partitions().size()) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    var id = new PartitionId(topic.id(), partition);
    boolean leads = topic.partitions().get(partition).leader() == brokerId && !isComing(id);
    return leads ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  /// The same for a follower.
  ErrorCode errorForReplica(PartitionId id) {
    TopicImage topic = image.topic(id.topicId());
    return topic == null ? ErrorCode.UNKNOWN_TOPIC_ID : errorFor(topic, id.partition());
  }

  /// All partitions that this broker leads, by topic id and number.
  public Collection<Partition> all() {
    return led.all();
  }

  /// Follows the cluster. When this returns, every partition that the new image makes this broker
  /// lead can be written and read, unless there are so many new ones that they have to wait
  /// ([LogChores]); clients are told to try again until then.
  @Override
  public void onImage(ImageChange change) {
    if (image == ClusterImage.EMPTY) {
      logs.tidy(change.after(), this::onNotDeleted);
    }
    image = change.after();
    throttle.onImage(image);
    for (TopicChange each : change.topics()) {
      if (each.before() != null && each.after() == null) {
        onDeleted(each.before());
      } else if (each.after() != null) {
        onChanged(change.after(), each.after(), each.before());
      }
    }
    for (ConfigResource resource : change.resources()) {
      switch (resource.type()) {
        case TOPIC -> reconfigure(change.after(), change.after().topic(resource.name()));
        case BROKER -> {
          if (resource.name().isEmpty() || resource.name().equals(Integer.toString(brokerId))) {
            held().forEach(it -> reconfigure(change.after(), change.after().topic(it)));
          }
        }
        case BROKER_LOGGER, CLIENT_METRICS, GROUP -> {}
      }
    }
    logs.syncNames();
    strays.onImage(change, this::onNotDeleted);
  }

  private void onNotDeleted(PartitionId id, IOException cause) {
    trouble.onTrouble(name(id), "log not deleted", cause);
  }

  private TopicPartition name(PartitionId id) {
    TopicImage topic = image.topic(id.topicId());
    String name = topic == null ? id.topicId().toString() : topic.name();
    return new TopicPartition(name, id.partition());
  }

  private void reconfigure(ClusterImage image, @Nullable TopicImage topic) {
    if (topic != null) {
      onChanged(image, topic, null);
    }
  }

  /// The topics of which anything is led or followed here.
  private Set<TopicId> held() {
    var held = new TreeSet<TopicId>(led.topics());
    followed.addTopicsTo(held);
    return held;
  }

  /// Costs time by what changed, not by the partitions that the topic has.
  ///
  /// @param before what this broker has followed already; null to look at every partition
  private void onChanged(ClusterImage image, TopicImage topic, @Nullable TopicImage before) {
    var now = new @Nullable Partition[topic.partitions().size()];
    @Nullable Partition @Nullable [] then = led.of(topic.id());
    for (PartitionImage each : topic.partitions()) {
      int number = each.partition();
      Partition known = LedPartitions.at(then, number);
      boolean same = before != null && each.equals(before.partition(number));
      now[number] = same ? known : follow(image, topic, each, known);
    }
    led.put(topic, now);
  }

  /// The log of a partition that had to wait may be made.
  private void onMayBeMade(PartitionId id) {
    TopicImage topic = image.topic(id.topicId());
    PartitionImage each = topic == null ? null : topic.partition(id.partition());
    Partition leading = topic == null || each == null ? null : follow(image, topic, each, null);
    if (topic != null && leading != null) {
      led.add(topic, leading);
    }
  }

  private @Nullable Partition follow(
      ClusterImage image, TopicImage topic, PartitionImage each, @Nullable Partition before) {
    var id = new PartitionId(topic.id(), each.partition());
    logs.interrupt(id);
    if (each.replicas().contains(brokerId) && !logs.has(id) && !chores.mayMake(id)) {
      return null;
    }
    try {
      if (each.leader() == brokerId) {
        return lead(image, topic, each, before);
      }
      long committedEnd = before == null ? 0 : before.highWatermark();
      if (before != null) {
        before.close(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        ticks.remove(before);
      }
      if (!each.replicas().contains(brokerId)) {
        followed.close(id);
        repairs.end(id);
        logs.cancelMove(id);
      } else if (followed.has(id)) {
        logs.findOrCreate(image, topic, id);
        followed.appoint(id, each);
      } else {
        followed.follow(name(topic, each), logs.findOrCreate(image, topic, id), committedEnd, each);
      }
    } catch (IOException e) {
      if (!logs.isOffline(id)) { // else one line told of all
        trouble.onTrouble(name(topic, each), "no log", e);
      }
      followed.close(id);
    }
    return null;
  }

  private static TopicPartition name(TopicImage topic, PartitionImage each) {
    return new TopicPartition(topic.name(), each.partition());
  }

  private @Nullable Partition lead(
      ClusterImage image, TopicImage topic, PartitionImage each, @Nullable Partition before)
      throws IOException {
    var id = new PartitionId(topic.id(), each.partition());
    var term =
        new LeaderTerm(
            brokerId,
            each.leaderEpoch(),
            each.partitionEpoch(),
            each.replicas(),
            each.adding(),
            each.inSync());
    TopicRules rules = settings.rules(image, topic);
    Partition leading = before;
    if (before != null) {
      before.log().configure(settings.logConfig(image, topic));
      before.appoint(term, rules);
    } else {
      FollowedPartition was = followed.release(id, each.leaderEpoch());
      if (was == null && followed.has(id)) {
        return null;
      }
      long committedEnd = was == null ? 0 : was.highWatermark();
      leading =
          new Partition(
              name(topic, each),
              logs.findOrCreate(image, topic, id),
              services,
              new Input.Appointed(term, rules),
              committedEnd);
    }
    if (leading != null && !term.isAlone()) {
      ticks.add(leading);
    }
    return leading;
  }

  /// The log of a partition that is to be led is cut.
  private void onFree(PartitionId id) {
    reconfigure(image, image.topic(id.topicId()));
  }

  private void onRestored(PartitionId id, long fromOffset, long toOffset, int broker) {
    trouble.onRestored(name(id), fromOffset, toOffset, broker);
  }

  /// Empties a replica whose log cannot be repaired, so that it is filled by its leader: once
  /// nobody counts on it any more.
  private void beginAnew(PartitionId id) {
    TopicImage topic = image.topic(id.topicId());
    PartitionImage partition = image.partition(id);
    if (topic == null || partition == null) {
      return;
    }
    boolean dispensable =
        partition.leader() >= 0
            && partition.leader() != brokerId
            && !partition.inSync().contains(brokerId)
            && !partition.eligible().contains(brokerId);
    if (dispensable && followed.has(id)) {
      TopicPartition name = name(topic, partition);
      trouble.onTrouble(name, "begins anew", new IOException("nobody has what was lost as it was"));
      followed.close(id);
      repairs.end(id);
      delete(id, name);
      onFree(id);
    }
  }

  private final class Moved implements ReplicaMoves.Listener {

    @Override
    public void onMoved(PartitionId id, LogDirectory to) {
      trouble.onMoved(name(id), to);
    }

    @Override
    public void onTrouble(PartitionId id, String what) {
      trouble.onTrouble(name(id), "moving", new IOException(what));
    }
  }

  /// Nothing is fetched any more.
  public void close() {
    ticks.close();
    logs.close();
    chores.close();
    repairs.close();
    followed.close();
  }

  private void onDeleted(TopicImage topic) {
    for (Partition partition : led.remove(topic)) {
      partition.close(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      ticks.remove(partition);
      chores.delete(() -> delete(partition.log().id(), partition.name()));
    }
    for (PartitionImage each : topic.partitions()) {
      var id = new PartitionId(topic.id(), each.partition());
      repairs.end(id);
      logs.cancelMove(id);
      if (followed.has(id)) {
        followed.close(id);
        chores.delete(() -> delete(id, name(topic, each)));
      }
    }
  }

  private void delete(PartitionId id, TopicPartition name) {
    try {
      logs.delete(id, name);
    } catch (IOException e) {
      trouble.onTrouble(name, "log not deleted", e);
    }
  }
}
