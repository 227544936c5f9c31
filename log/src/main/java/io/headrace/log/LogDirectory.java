package io.headrace.log;

import io.headrace.base.PartitionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One entry of `log.dirs`: the logs in it, their shared journal, and its sync lane.
///
/// Runs on: the reactor.
public interface LogDirectory {

  Path path();

  /// Why its logs cannot be used until the next start; null while it is in service.
  @Nullable IOException offlineCause();

  /// Who hears, once and at once, when the directory leaves service; if it has left already, now.
  void onOffline(Consumer<IOException> listener);

  /// The log of a partition; null if it has none here.
  @Nullable PartitionLog log(PartitionId id);

  /// Whether the log of a partition is here, also if it cannot be had because the directory is
  /// dead.
  default boolean has(PartitionId id) {
    return log(id) != null;
  }

  /// All logs, by id.
  Collection<PartitionLog> logs();

  /// A log that is to take the place of the one in another directory, once it holds the same; null
  /// if there is none here.
  @Nullable PartitionLog future(PartitionId id);

  /// All of these, by id.
  Collection<PartitionLog> futures();

  /// Makes an empty log. Its name is durable after [#syncNames]; what is appended to it is not
  /// acknowledged before.
  PartitionLog create(PartitionId id, LogConfig config) throws IOException;

  /// Makes an empty log that is a future one, at this start and after restarts, until [#promote].
  /// Retention, compaction and the scrub leave it alone.
  PartitionLog createFuture(PartitionId id, LogConfig config) throws IOException;

  /// The future log takes the place of `before`, whose records it holds, durably: it is a log like
  /// any other from now on. Should that fail, the directory leaves service.
  void promote(PartitionId id, PartitionLog before) throws IOException;

  /// Makes the names of all logs that were made since the last time durable, in one sync. Should
  /// that fail, the directory leaves service.
  void syncNames();

  /// Deletes a log, or a future one: gone at once for readers, its files soon.
  void delete(PartitionId id) throws IOException;

  /// The same; no power cut brings the log back after this. Should that fail, the directory leaves
  /// service.
  void deleteDurably(PartitionId id) throws IOException;

  /// Does what time asks for: rolls, deletes by retention, starts compaction. Call it every few
  /// seconds.
  void tick(long wallMs);

  /// Stops cleanly: everything written is synced, the journal is cut, so that the next start has
  /// nothing to replay.
  void close() throws IOException;
}
