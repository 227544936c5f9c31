package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.move.ReplicaMoves;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The logs of the replicas on this broker, in whichever log directory they are, and how they get
/// from one to another.
///
/// Runs on: the reactor.
public final class ReplicaLogs {

  private final List<LogDirectory> directories;
  private final TopicSettings settings;
  private final ReplicaMoves moves;
  private final PreferredDirectories preferred = new PreferredDirectories();

  /// @param directories a view: they may be opened later
  ReplicaLogs(List<LogDirectory> directories, TopicSettings settings, ReplicaMoves moves) {
    this.directories = directories;
    this.settings = settings;
    this.moves = moves;
  }

  /// A new log is made in the directory that was asked for, else in the one in service that holds
  /// the fewest.
  PartitionLog findOrCreate(ClusterImage image, TopicImage topic, PartitionId id)
      throws IOException {
    var config = settings.logConfig(image, topic);
    LogDirectory holder = directoryOf(id);
    if (holder == null) {
      return emptiest(preferred.take(name(topic, id)), id).create(id, config);
    }
    PartitionLog log = holder.log(id);
    if (holder.offlineCause() != null || log == null) {
      throw new IOException(holder.path() + " is offline", holder.offlineCause());
    }
    log.configure(config);
    return log;
  }

  private static TopicPartition name(TopicImage topic, PartitionId id) {
    return new TopicPartition(topic.name(), id.partition());
  }

  /// A copy of a log that is gone is not all of it, and gives way.
  private LogDirectory emptiest(@Nullable LogDirectory wanted, PartitionId id) throws IOException {
    LogDirectory chosen =
        wanted != null && wanted.offlineCause() == null
            ? wanted
            : directories.stream()
                .filter(directory -> directory.offlineCause() == null)
                .min(Comparator.comparingInt(directory -> directory.logs().size()))
                .orElseThrow(() -> new IOException("no log directory is in service"));
    if (chosen.future(id) != null) {
      chosen.delete(id);
    }
    return chosen;
  }

  boolean has(PartitionId id) {
    return directoryOf(id) != null;
  }

  private @Nullable LogDirectory directoryOf(PartitionId id) {
    for (LogDirectory directory : directories) {
      if (directory.has(id)) {
        return directory;
      }
    }
    return null;
  }

  /// Whether the replica is in a directory that is out of service.
  boolean isOffline(PartitionId id) {
    LogDirectory holder = directoryOf(id);
    return holder != null && holder.offlineCause() != null;
  }

  /// Asks for a replica to be in this directory: it is on its way there when this returns, or stays
  /// if that is where it is. Of a replica that is not here the directory is kept in mind, until
  /// this process ends, for when it comes (KIP-113).
  ///
  /// @param topic null if there is none of that name
  public ErrorCode move(TopicPartition name, @Nullable TopicImage topic, LogDirectory to) {
    if (to.offlineCause() != null) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    if (topic == null || name.partition() < 0 || name.partition() >= topic.partitions().size()) {
      preferred.put(name, to);
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    var id = new PartitionId(topic.id(), name.partition());
    LogDirectory from = directoryOf(id);
    if (from == null) {
      preferred.put(name, to);
      return ErrorCode.REPLICA_NOT_AVAILABLE;
    }
    return move(id, from, to);
  }

  private ErrorCode move(PartitionId id, LogDirectory from, LogDirectory to) {
    PartitionLog log = from.log(id);
    if (from.offlineCause() != null || log == null) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    LogDirectory destination = moves.destination(id);
    if (destination != null && destination != to) {
      moves.cancel(id);
    }
    if (from == to || destination == to) {
      return ErrorCode.NONE;
    }
    if (directories.stream().anyMatch(directory -> directory.offlineCause() != null)) {
      return ErrorCode.KAFKA_STORAGE_ERROR; // it may hold a copy of an earlier move
    }
    try {
      moves.begin(log, from, to);
      return ErrorCode.NONE;
    } catch (IOException e) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
  }

  /// Before the first image: of two logs of one replica the one that was gone on with stays, and
  /// moves that a stop came between go on.
  void tidy(ClusterImage image, Strays.OnFailure failures) {
    new FoundTwice(directories, failures).settle();
    for (LogDirectory to : directories) {
      for (PartitionLog future : List.copyOf(to.futures())) {
        goOn(image, to, future.id(), failures);
      }
    }
  }

  /// If nobody has the log itself, this may be the best there is, and stays for now.
  private void goOn(
      ClusterImage image, LogDirectory to, PartitionId id, Strays.OnFailure failures) {
    LogDirectory from = directoryOf(id);
    PartitionLog log = from == null ? null : from.log(id);
    try {
      if (image.topic(id.topicId()) == null) {
        to.delete(id);
      } else if (from != null && log != null) {
        moves.begin(log, from, to);
      }
    } catch (IOException e) {
      failures.onFailure(id, e);
    }
  }

  /// The broker is to lead or follow this replica in another way now.
  void interrupt(PartitionId id) {
    moves.interrupt(id);
  }

  /// The replica is not here any more: its log stays for now, what was copied of it does not.
  void cancelMove(PartitionId id) {
    moves.cancel(id);
  }

  /// A log that is made again goes to where the old one was to be.
  void delete(PartitionId id, TopicPartition name) throws IOException {
    LogDirectory destination = moves.destination(id);
    if (destination != null) {
      preferred.put(name, destination);
    }
    moves.cancel(id);
    for (LogDirectory directory : directories) {
      if (directory.log(id) != null || directory.future(id) != null) {
        directory.delete(id);
      }
    }
  }

  /// Makes the names of new logs durable.
  void syncNames() {
    directories.forEach(LogDirectory::syncNames);
  }

  void close() {
    moves.close();
  }
}
