package io.headrace.broker;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.NodePorts.DirectoryNames;
import io.headrace.broker.config.NodeConfig;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.log.directory.DeadLogDirectory;
import io.headrace.log.directory.KnownEnds;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.quorum.identity.IdentityException;
import io.headrace.replication.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log directories of a node, opened once it is known which topics there are.
///
/// One that cannot be opened is out of service from the start, with the replicas that are missing
/// from the others; as long as one can be opened, the node goes on.
///
/// Runs on: the reactor.
final class LogDirectories {

  private static final Logger LOG = LoggerFactory.getLogger(LogDirectories.class);

  private final int nodeId;
  private final NodeConfig.Storage storage;
  private final NodePorts ports;
  private final TopicSettings settings;
  private final List<LogDirectory> open = new ArrayList<>();

  /// Why directories could not be opened.
  private final Map<Path, IOException> dead = new LinkedHashMap<>();

  /// Topics whose deletion was seen in the metadata log before the directories were opened.
  private final Set<TopicId> deletedMeanwhile = new HashSet<>();

  private Consumer<List<PartitionId>> onLost = _ -> {};
  private @Nullable Supplier<ClusterImage> known;
  private long damageCount;

  LogDirectories(NodeConfig config, NodePorts ports, TopicSettings settings) {
    this.nodeId = config.identity().nodeId();
    this.storage = config.storage();
    this.ports = ports;
    this.settings = settings;
  }

  /// Those that are open; a view that fills when they are opened.
  List<LogDirectory> all() {
    return Collections.unmodifiableList(open);
  }

  /// Who hears which replicas are out of service with their directory.
  void onLost(Consumer<List<PartitionId>> listener) {
    onLost = listener;
  }

  /// Says what they are called. One whose name cannot be read is dead; it goes by the name that it
  /// had when this node registered last, so that nobody takes it for emptied. One that cannot say
  /// any more where its logs ended is to be taken for that.
  ///
  /// @param former what they were called then
  /// @throws IOException if one of them is somebody else's
  List<DirectoryId> identify(DirectoryNames names, List<DirectoryId> former) throws IOException {
    var ids = new ArrayList<DirectoryId>();
    var seen = new HashSet<DirectoryId>(List.of(DirectoryId.LOST));
    for (Path path : storage.logDirs()) {
      try {
        DirectoryId id = names.of(path);
        if (id != null) {
          // A node that has never told anybody what it has is trusted with nothing.
          ids.add(former.isEmpty() || knowsItsEnds(path) ? id : DirectoryId.LOST);
          seen.add(id);
        }
      } catch (IdentityException e) {
        throw e;
      } catch (IOException e) {
        dead.put(path, e);
      }
    }
    List<DirectoryId> unseen = former.stream().filter(id -> !seen.contains(id)).toList();
    // If there are more, one that can be read was emptied, or one was taken away.
    if (unseen.size() <= dead.size()) {
      ids.addAll(unseen);
    }
    return ids;
  }

  private boolean knowsItsEnds(Path path) throws IOException {
    Optional<String> complaint = KnownEnds.complaintAbout(ports.disk(), path);
    complaint.ifPresent(what ->
        LOG.error(
            "directory={} does not know where its logs ended: its replicas lead nothing that others"
                + " hold too before they have caught up cause=\"{}\"",
            path,
            what));
    return complaint.isEmpty();
  }

  /// Opens them all.
  ///
  /// @param image the topics there are now
  /// @param current the topics there are whenever it is asked
  /// @throws IOException if not even one can be opened
  void open(ClusterImage image, Supplier<ClusterImage> current) throws IOException {
    known = current;
    Map<Path, LogDirectory> alive = openAlive(image);
    if (alive.isEmpty()) {
      throw dead.values().iterator().next();
    }
    Set<PartitionId> missing = dead.isEmpty() ? Set.of() : missing(image, alive.values());
    for (Path path : storage.logDirs()) {
      LogDirectory there = alive.get(path);
      open.add(there != null ? there : buried(path, missing));
    }
    for (LogDirectory directory : alive.values()) {
      directory.onOffline(cause -> onOffline(directory, cause));
      for (PartitionLog log : List.copyOf(directory.logs())) {
        TopicId topic = log.id().topicId();
        if (deletedMeanwhile.contains(topic)) {
          directory.delete(log.id());
        } else if (image.topic(topic) == null) {
          onStray(directory, log);
        }
      }
    }
    deletedMeanwhile.clear();
    if (!missing.isEmpty()) {
      onLost.accept(List.copyOf(missing));
    }
  }

  private Map<Path, LogDirectory> openAlive(ClusterImage image) {
    Map<Path, LogDirectory> alive = new LinkedHashMap<>();
    var shared =
        new LogDirectorySettings(
                ports.logs().openFiles(),
                ports.logs().journalThresholdBytes(),
                new LogDirectorySettings.Scrub(
                    storage.scrub().bytesPerSecond(),
                    TimeUnit.HOURS.toNanos(storage.scrub().intervalHours())))
            .withRetentionCheckNs(TimeUnit.MILLISECONDS.toNanos(storage.retentionCheckMs()));
    for (Path path : storage.logDirs()) {
      if (!dead.containsKey(path)) {
        try {
          alive.put(path, open(path, shared, image));
        } catch (IOException e) {
          dead.put(path, e);
        }
      }
    }
    return alive;
  }

  private LogDirectory open(Path path, LogDirectorySettings shared, ClusterImage image)
      throws IOException {
    var logPorts =
        new LogPorts(
            ports.disk(),
            ports.lanes().laneFor(path),
            ports.reactor(),
            ports.background(),
            ports.clock(),
            ports.timers());
    return OpenLogDirectory.open(path, logPorts, shared, id -> configOf(image, id), this::onDamage);
  }

  /// The replicas of this node whose logs are in none of these.
  private Set<PartitionId> missing(ClusterImage image, Collection<LogDirectory> directories) {
    var missing = new TreeSet<PartitionId>();
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        var id = new PartitionId(topic.id(), partition.partition());
        if (partition.replicas().contains(nodeId)
            && directories.stream().noneMatch(each -> each.has(id))) {
          missing.add(id);
        }
      }
    }
    return missing;
  }

  private LogDirectory buried(Path path, Set<PartitionId> missing) {
    IOException cause = Objects.requireNonNull(dead.get(path), "neither open nor dead");
    LOG.error(
        "directory={} out of service from the start missing-replicas={} cause=\"{}\"",
        path,
        missing.size(),
        cause.toString());
    return new DeadLogDirectory(path, cause, missing);
  }

  private void onOffline(LogDirectory directory, IOException cause) {
    LOG.error(
        "directory={} out of service replicas={} cause=\"{}\"",
        directory.path(),
        directory.logs().size(),
        cause.getMessage());
    onLost.accept(directory.logs().stream().map(PartitionLog::id).toList());
  }

  /// An image before [#open]. A topic that it knows no more was deleted while this node was away,
  /// or just before it stopped: unlike with other logs of no topic, that is sure.
  void onImageBeforeOpen(ImageChange change) {
    for (TopicChange each : change.topics()) {
      TopicImage before = each.before();
      if (before != null && each.after() == null) {
        deletedMeanwhile.add(before.id());
      }
    }
  }

  /// Such a log is what is left when a metadata log was lost or changed, or a directory came from
  /// another node: it may be all that there is of somebody's records, so it is only deleted on
  /// request.
  private void onStray(LogDirectory directory, PartitionLog log) throws IOException {
    Path path = directory.path().resolve(log.id().toString());
    switch (storage.strayLogs()) {
      case KEEP ->
          LOG.warn(
              "log={} bytes={} belongs to no topic and is kept;"
                  + " start once with --delete-stray-logs to delete it",
              path,
              log.sizeBytes());
      case DELETE -> {
        LOG.warn("log={} bytes={} belongs to no topic and is deleted", path, log.sizeBytes());
        directory.delete(log.id());
      }
    }
  }

  void tick(long wallMs) {
    for (LogDirectory directory : open) {
      if (directory.offlineCause() == null) {
        directory.tick(wallMs);
      }
    }
  }

  void close() throws IOException {
    for (LogDirectory directory : open) {
      if (directory.offlineCause() == null) {
        directory.close();
      }
    }
  }

  private LogConfig configOf(ClusterImage image, PartitionId id) {
    TopicImage topic = image.topic(id.topicId());
    return topic == null ? LogConfig.DEFAULT : settings.logConfig(image, topic);
  }

  private void onDamage(Damage damage) {
    damageCount++;
    LOG.error(
        "partition={} damaged from={} to={} cause=\"{}\" count={}",
        nameOf(damage.partition()),
        damage.fromOffset(),
        damage.toOffset(),
        damage.cause(),
        damageCount);
  }

  private String nameOf(PartitionId id) {
    TopicImage topic = known == null ? null : known.get().topic(id.topicId());
    return topic == null ? id.toString() : topic.name() + "-" + id.partition();
  }
}
