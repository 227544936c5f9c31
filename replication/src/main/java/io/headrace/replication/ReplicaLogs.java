package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/// The logs of the replicas on this broker, in whichever log directory they are.
///
/// Runs on: the reactor.
final class ReplicaLogs {

  private final List<LogDirectory> directories;
  private final TopicSettings settings;

  /// @param directories a view: they may be opened later
  ReplicaLogs(List<LogDirectory> directories, TopicSettings settings) {
    this.directories = directories;
    this.settings = settings;
  }

  boolean has(PartitionId id) {
    for (LogDirectory directory : directories) {
      if (directory.log(id) != null) {
        return true;
      }
    }
    return false;
  }

  /// A new log is made in the directory in service that holds the fewest.
  PartitionLog findOrCreate(ClusterImage image, TopicImage topic, PartitionId id)
      throws IOException {
    var config = settings.logConfig(image, topic);
    for (LogDirectory directory : directories) {
      PartitionLog log = directory.log(id);
      if (log != null) {
        if (directory.offlineCause() != null) {
          throw new IOException(directory.path() + " is offline", directory.offlineCause());
        }
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

  void delete(PartitionId id) throws IOException {
    for (LogDirectory directory : directories) {
      if (directory.log(id) != null) {
        directory.delete(id);
      }
    }
  }

  /// Makes the names of new logs durable.
  void syncNames() {
    directories.forEach(LogDirectory::syncNames);
  }
}
