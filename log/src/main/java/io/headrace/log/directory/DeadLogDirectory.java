package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A log directory that could not be opened: out of service from the start, until the next one.
///
/// Which logs are in it nobody can say. Those that this node should have and that no other
/// directory of it has are taken to be here: were they made anew elsewhere, an empty replica would
/// pass for one that holds what it has acknowledged.
///
/// Runs on: the reactor.
public final class DeadLogDirectory implements LogDirectory {

  private final Path path;
  private final IOException cause;
  private final Set<PartitionId> presumed;

  /// @param presumed the logs that are taken to be in it
  public DeadLogDirectory(Path path, IOException cause, Set<PartitionId> presumed) {
    this.path = path;
    this.cause = cause;
    this.presumed = new TreeSet<>(presumed);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public IOException offlineCause() {
    return cause;
  }

  @Override
  public void onOffline(Consumer<IOException> listener) {
    listener.accept(cause);
  }

  @Override
  public boolean has(PartitionId id) {
    return presumed.contains(id);
  }

  @Override
  public @Nullable PartitionLog log(PartitionId id) {
    return null;
  }

  @Override
  public Collection<PartitionLog> logs() {
    return List.of();
  }

  @Override
  public @Nullable PartitionLog future(PartitionId id) {
    return null;
  }

  @Override
  public Collection<PartitionLog> futures() {
    return List.of();
  }

  @Override
  public PartitionLog create(PartitionId id, LogConfig config) throws IOException {
    throw offline();
  }

  @Override
  public PartitionLog createFuture(PartitionId id, LogConfig config) throws IOException {
    throw offline();
  }

  @Override
  public void promote(PartitionId id, PartitionLog before) throws IOException {
    throw offline();
  }

  @Override
  public void syncNames() {}

  @Override
  public void delete(PartitionId id) throws IOException {
    throw offline();
  }

  @Override
  public void deleteDurably(PartitionId id) throws IOException {
    throw offline();
  }

  private IOException offline() {
    return new IOException("log directory " + path + " is offline", cause);
  }

  @Override
  public void tick(long wallMs) {}

  @Override
  public void close() {}
}
