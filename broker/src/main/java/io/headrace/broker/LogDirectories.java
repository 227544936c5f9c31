package io.headrace.broker;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.config.NodeConfig;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageChange.TopicChange;
import io.headrace.metadata.TopicImage;
import io.headrace.replication.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log directories of a node, opened once it is known which topics there are.
///
/// Runs on: the reactor.
final class LogDirectories {

  private static final Logger LOG = LoggerFactory.getLogger(LogDirectories.class);

  private final NodeConfig.Storage storage;
  private final NodePorts ports;
  private final TopicSettings settings;
  private final List<LogDirectory> open = new ArrayList<>();

  /// Topics whose deletion was seen in the metadata log before the directories were opened.
  private final Set<TopicId> deletedMeanwhile = new HashSet<>();

  private Consumer<List<PartitionId>> onLost = _ -> {};
  private @Nullable Supplier<ClusterImage> known;
  private long damageCount;

  LogDirectories(NodeConfig.Storage storage, NodePorts ports, TopicSettings settings) {
    this.storage = storage;
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

  /// Opens them all.
  ///
  /// @param image the topics there are now
  /// @param current the topics there are whenever it is asked
  void open(ClusterImage image, Supplier<ClusterImage> current) throws IOException {
    known = current;
    var shared =
        new LogDirectorySettings(
            ports.logs().openFiles(),
            storage.producerIdExpirationMs(),
            ports.logs().journalThresholdBytes(),
            new LogDirectorySettings.Scrub(
                storage.scrub().bytesPerSecond(),
                TimeUnit.HOURS.toNanos(storage.scrub().intervalHours())));
    for (Path path : storage.logDirs()) {
      var logPorts =
          new LogPorts(
              ports.disk(),
              ports.lanes().laneFor(path),
              ports.reactor(),
              ports.background(),
              ports.clock(),
              ports.timers());
      open.add(
          OpenLogDirectory.open(path, logPorts, shared, id -> configOf(image, id), this::onDamage));
    }
    for (LogDirectory directory : open) {
      directory.onOffline(cause -> {
        LOG.error(
            "directory={} out of service replicas={} cause=\"{}\"",
            directory.path(),
            directory.logs().size(),
            cause.getMessage());
        onLost.accept(directory.logs().stream().map(PartitionLog::id).toList());
      });
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
