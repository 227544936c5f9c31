package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The registry of the partitions that this broker leads, kept in step with the cluster's image.
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
  }

  private final int brokerId;
  private final List<LogDirectory> directories;
  private final TopicSettings settings;
  private final Trouble trouble;
  private final BatchCheck check = new BatchCheck();

  /// By number; null where this broker does not lead. Only looked up in, never walked through.
  private final Map<String, @Nullable Partition[]> byName = new HashMap<>();

  private final Map<TopicId, @Nullable Partition[]> byId = new TreeMap<>();

  /// @param directories a view: they may be opened later, but before the first image
  public Partitions(
      int brokerId, List<LogDirectory> directories, TopicSettings settings, Trouble trouble) {
    this.brokerId = brokerId;
    this.directories = directories;
    this.settings = settings;
    this.trouble = trouble;
  }

  /// The partition if this broker leads it, else null.
  public @Nullable Partition find(String topic, int partition) {
    return at(byName.get(topic), partition);
  }

  /// The partition if this broker leads it, else null.
  public @Nullable Partition find(TopicId topic, int partition) {
    return at(byId.get(topic), partition);
  }

  /// What to tell a client that asked for a partition which [#find] does not have, though its topic
  /// may exist.
  public ErrorCode errorFor(@Nullable TopicImage topic, int partition) {
    if (topic == null || partition < 0 || partition >= topic.partitions().size()) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return topic.partitions().get(partition).leader() == brokerId
        ? ErrorCode.KAFKA_STORAGE_ERROR
        : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  /// All partitions that this broker leads, by topic id and number.
  public Collection<Partition> all() {
    var all = new ArrayList<Partition>();
    for (@Nullable Partition[] ofTopic : byId.values()) {
      for (Partition partition : ofTopic) {
        if (partition != null) {
          all.add(partition);
        }
      }
    }
    return all;
  }

  /// Follows the cluster. When this returns, every partition that the new image makes this broker
  /// lead can be written and read.
  @Override
  public void onImage(ImageChange change) {
    for (TopicChange each : change.topics()) {
      if (each.before() != null && each.after() == null) {
        onDeleted(each.before());
      } else if (each.after() != null) {
        onChanged(change.after(), each.after());
      }
    }
    for (ConfigResource resource : change.resources()) {
      switch (resource.type()) {
        case TOPIC -> reconfigure(change.after(), change.after().topic(resource.name()));
        case BROKER -> change.after().topics().forEach(it -> reconfigure(change.after(), it));
        case BROKER_LOGGER, CLIENT_METRICS, GROUP -> {}
      }
    }
    directories.forEach(LogDirectory::syncNames);
  }

  private void reconfigure(ClusterImage image, @Nullable TopicImage topic) {
    if (topic != null) {
      onChanged(image, topic);
    }
  }

  private void onChanged(ClusterImage image, TopicImage topic) {
    @Nullable Partition[] known = byId.get(topic.id());
    var now = new @Nullable Partition[topic.partitions().size()];
    for (PartitionImage each : topic.partitions()) {
      Partition before = at(known, each.partition());
      now[each.partition()] = follow(image, topic, each, before);
    }
    byId.put(topic.id(), now);
    byName.put(topic.name(), now);
  }

  private @Nullable Partition follow(
      ClusterImage image, TopicImage topic, PartitionImage each, @Nullable Partition before) {
    if (each.leader() != brokerId) {
      if (before != null) {
        before.close(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      }
      return null;
    }
    var term = new LeaderTerm(each.leaderEpoch(), each.inSync().size());
    TopicRules rules = settings.rules(image, topic);
    if (before != null) {
      before.log().configure(settings.logConfig(image, topic));
      before.appoint(term, rules);
      return before;
    }
    var name = new TopicPartition(topic.name(), each.partition());
    try {
      PartitionLog log = findOrCreate(image, topic, new PartitionId(topic.id(), each.partition()));
      return new Partition(name, log, check, term, rules);
    } catch (IOException e) {
      trouble.onTrouble(name, "no log", e);
      return null;
    }
  }

  private PartitionLog findOrCreate(ClusterImage image, TopicImage topic, PartitionId id)
      throws IOException {
    var config = settings.logConfig(image, topic);
    for (LogDirectory directory : directories) {
      PartitionLog log = directory.log(id);
      if (log != null) {
        log.configure(config);
        return log;
      }
    }
    LogDirectory emptiest =
        directories.stream()
            .filter(directory -> directory.offlineCause() == null)
            .min(Comparator.comparingInt(directory -> directory.logs().size()))
            .orElseThrow(() -> new IOException("no log directory is in service"));
    return emptiest.create(id, config);
  }

  private void onDeleted(TopicImage topic) {
    @Nullable Partition[] known = byId.remove(topic.id());
    byName.remove(topic.name(), known);
    if (known == null) {
      return;
    }
    for (Partition partition : known) {
      if (partition != null) {
        partition.close(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        delete(partition);
      }
    }
  }

  private void delete(Partition partition) {
    try {
      for (LogDirectory directory : directories) {
        if (directory.log(partition.id()) != null) {
          directory.delete(partition.id());
        }
      }
    } catch (IOException e) {
      trouble.onTrouble(partition.name(), "log not deleted", e);
    }
  }

  private static @Nullable Partition at(@Nullable Partition @Nullable [] ofTopic, int partition) {
    return ofTopic == null || partition < 0 || partition >= ofTopic.length
        ? null
        : ofTopic[partition];
  }
}
