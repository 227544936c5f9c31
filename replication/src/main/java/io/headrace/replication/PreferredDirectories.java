package io.headrace.replication;

import io.headrace.base.TopicPartition;
import io.headrace.log.LogDirectory;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Where replicas are to be that are not here yet (KIP-113): kept in mind until they come, but of
/// at most [#MAX], and not beyond a restart. The oldest is forgotten first.
///
/// Runs on: the reactor.
final class PreferredDirectories {

  static final int MAX = 10_000;

  private final LinkedHashMap<TopicPartition, LogDirectory> all = new LinkedHashMap<>();

  void put(TopicPartition replica, LogDirectory directory) {
    all.remove(replica);
    all.put(replica, directory);
    if (all.size() > MAX) {
      all.pollFirstEntry();
    }
  }

  /// Gives and forgets it; null if there is none.
  @Nullable LogDirectory take(TopicPartition replica) {
    return all.remove(replica);
  }
}
