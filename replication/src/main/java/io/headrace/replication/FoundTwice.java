package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Replicas that a start finds in two log directories: the node stopped just as one was moved, or
/// the directory that it was moved away from failed then, and is back. The log that was gone on
/// with stays, which is the one with the later records; the other is deleted.
///
/// Runs on: the reactor.
final class FoundTwice {

  private static final Comparator<PartitionLog> LATER =
      Comparator.comparingInt((PartitionLog log) -> log.leaderEpochs().latest())
          .thenComparingLong(PartitionLog::endOffset)
          .thenComparingLong(PartitionLog::startOffset);

  private final List<LogDirectory> directories;
  private final Strays.OnFailure failures;

  FoundTwice(List<LogDirectory> directories, Strays.OnFailure failures) {
    this.directories = directories;
    this.failures = failures;
  }

  void settle() {
    if (directories.size() < 2) {
      return;
    }
    var holders = new TreeMap<PartitionId, LogDirectory>();
    for (LogDirectory directory : directories) {
      for (PartitionLog log : List.copyOf(directory.logs())) {
        LogDirectory other = holders.get(log.id());
        PartitionLog before = other == null ? null : other.log(log.id());
        if (other == null || before == null || LATER.compare(log, before) > 0) {
          holders.put(log.id(), directory);
          delete(other, log.id());
        } else {
          delete(directory, log.id());
        }
      }
    }
  }

  private void delete(@Nullable LogDirectory directory, PartitionId id) {
    try {
      if (directory != null) {
        directory.deleteDurably(id);
      }
    } catch (IOException e) {
      failures.onFailure(id, e);
    }
  }
}
