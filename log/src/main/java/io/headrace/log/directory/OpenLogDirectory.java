package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.log.checkpoint.Checkpoint;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.journal.Journal;
import io.headrace.log.journal.JournalReader;
import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A log directory that is in service.
///
/// ```
/// data/checkpoint                             what is durable of each log
/// data/journal-0, journal-1, ...              commits since then
/// data/<topic id>-<partition>/                one log
///     00000000000000000000.log                its segments, and their indexes
///     future                                  if it is one: see [FutureMark]
/// ```
///
/// Runs on: the reactor.
public final class OpenLogDirectory implements LogDirectory {

  private final LogContext context;
  private final GroupCommit commits;
  private final Checkpointer checkpointer;
  private final LogServices services;
  private final Deletions deletions;
  private final Scrubber scrubber;
  private final Compactor compactor;
  private final RetentionClock retentionClock;
  private final RetentionPace retentionPace;
  private final TreeMap<PartitionId, SegmentedLog> logs = new TreeMap<>();
  private final TreeMap<PartitionId, SegmentedLog> futures = new TreeMap<>();

  private Consumer<IOException> offlineListener = _ -> {};
  private boolean namesToSync;

  private OpenLogDirectory(LogContext context, Journal journal) {
    this.context = context;
    this.commits = new GroupCommit(context, journal);
    this.checkpointer = new Checkpointer(context, commits, this::states);
    this.deletions = new Deletions(context);
    this.scrubber = new Scrubber(context, logs);
    this.compactor = new Compactor(context, checkpointer, scrubber);
    this.services = new LogServices(context, commits, checkpointer, deletions);
    this.retentionClock = new RetentionClock(context.ports().clock());
    this.retentionPace =
        new RetentionPace(context.ports().clock(), context.settings().retentionCheckNs());
    commits.onNewFile(checkpointer::begin);
    context.room().onRetry(() -> commits.retry() | checkpointer.retry());
    context.onTurnEnd(this::endTurn);
    context.onOffline(this::leaveService);
  }

  /// Opens a directory, making it if there is none, and recovers every log in it. What the logs
  /// hold is durable when this returns.
  ///
  /// @param configs the settings of each log that is found
  /// @param damage hears of what was durable once and cannot be read any more, now and later
  public static OpenLogDirectory open(
      Path path,
      LogPorts ports,
      LogDirectorySettings settings,
      Function<PartitionId, LogConfig> configs,
      Damage.Listener damage)
      throws IOException {
    ports.disk().createDirectories(path);
    OpenLogDirectory directory;
    try {
      directory = recover(path, ports, settings, configs, damage);
    } catch (NoSpaceException e) {
      if (!Room.giveUpReserve(ports.disk(), path)) {
        throw e;
      }
      directory = recover(path, ports, settings, configs, damage);
    }
    directory.checkpointer.begin();
    directory.context.room().makeReserve();
    return directory;
  }

  private static OpenLogDirectory recover(
      Path path,
      LogPorts ports,
      LogDirectorySettings settings,
      Function<PartitionId, LogConfig> configs,
      Damage.Listener damage)
      throws IOException {
    var context = new LogContext(path, ports, settings, damage);
    var reader = new JournalReader(path, ports.disk());
    var recovery = new Recovery(context, configs);
    List<FoundLog> found = recovery.run(reader);
    var journal =
        new Journal(
            context.syncs(), ports.disk(), ports.clock(), settings.journalFileBytes(), reader);
    if (found.isEmpty() && !ports.disk().exists(path.resolve(Checkpoint.FILE))) {
      // From now on a missing checkpoint means damage.
      var nothing = new Checkpoint(reader.lastSequence() + 1, List.of());
      Checkpoint.write(ports.disk(), path, nothing.encode());
      Checkpoint.replace(ports.disk(), path);
    }
    var directory = new OpenLogDirectory(context, journal);
    for (FoundLog log : found) {
      directory.add(
          log.isFuture() ? directory.futures : directory.logs,
          new SegmentedLog(directory.services, configs.apply(log.id()), log));
    }
    List<Path> leftovers = recovery.leftovers();
    directory.checkpointer.afterNext(() -> leftovers.forEach(directory.deletions::deleteSoon));
    return directory;
  }

  private void add(Map<PartitionId, SegmentedLog> to, SegmentedLog log) {
    to.put(log.id(), log);
    for (Segment segment : log.segments().all()) {
      if (segment.durability().isUnsynced()) {
        segment.durability().onSynced();
        checkpointer.onWritten(segment);
      }
    }
  }

  private List<LogState> states() {
    return everything().stream().map(SegmentedLog::state).toList();
  }

  private List<SegmentedLog> everything() {
    List<SegmentedLog> everything = new ArrayList<>(logs.values());
    everything.addAll(futures.values());
    return everything;
  }

  @Override
  public Path path() {
    return context.path();
  }

  @Override
  public @Nullable IOException offlineCause() {
    return context.offlineCause();
  }

  @Override
  public void onOffline(Consumer<IOException> listener) {
    offlineListener = listener;
    IOException already = context.offlineCause();
    if (already != null) {
      listener.accept(already);
    }
  }

  @Override
  public @Nullable PartitionLog log(PartitionId id) {
    return logs.get(id);
  }

  @Override
  public Collection<PartitionLog> logs() {
    return Collections.unmodifiableCollection(logs.values());
  }

  @Override
  public @Nullable PartitionLog future(PartitionId id) {
    return futures.get(id);
  }

  @Override
  public Collection<PartitionLog> futures() {
    return Collections.unmodifiableCollection(futures.values());
  }

  @Override
  public PartitionLog create(PartitionId id, LogConfig config) throws IOException {
    requireNone(id);
    var segments = new Segments(id, context);
    try {
      context.disk().createDirectory(segments.directory());
    } catch (NoSpaceException e) {
      context.room().onFull();
      context.disk().createDirectory(segments.directory());
    }
    return begin(logs, segments, id, config);
  }

  @Override
  public PartitionLog createFuture(PartitionId id, LogConfig config) throws IOException {
    requireNone(id);
    var segments = new Segments(id, context);
    FutureMark.makeDirectory(context.disk(), segments.directory(), id);
    return begin(futures, segments, id, config);
  }

  private void requireNone(PartitionId id) {
    context.requireOnline();
    if (logs.containsKey(id) || futures.containsKey(id)) {
      throw new IllegalArgumentException(id + " is there already");
    }
  }

  private PartitionLog begin(
      Map<PartitionId, SegmentedLog> among, Segments segments, PartitionId id, LogConfig config) {
    namesToSync = true;
    context.touch();
    var log = new SegmentedLog(services, config, FoundLog.empty(id, segments));
    among.put(id, log);
    return log;
  }

  @Override
  public void promote(PartitionId id, PartitionLog before) throws IOException {
    context.requireOnline();
    SegmentedLog log = futures.get(id);
    if (log == null) {
      throw new IllegalArgumentException(id + " is no future log of " + context.path());
    }
    try {
      FutureMark.remove(context, log.segments().directory());
    } catch (IOException e) {
      context.goOffline(e);
      throw e;
    }
    futures.remove(id);
    logs.put(id, log);
    if (before instanceof SegmentedLog other) {
      log.inherit(other);
      checkpointer.begin(); // a restart knows it from the checkpoint
    }
  }

  @Override
  public void syncNames() {
    if (!namesToSync || context.offlineCause() != null) {
      return;
    }
    namesToSync = false;
    try {
      context.disk().syncDirectory(context.path());
    } catch (IOException e) {
      context.goOffline(e);
    }
  }

  /// No commit begins before the names of its logs are durable.
  private void endTurn() {
    syncNames();
    commits.begin();
  }

  /// The directory is renamed at once, and deleted when the journal knows that the log is gone. The
  /// new names of all logs that are deleted in one turn are made durable by one sync, on the lane.
  @Override
  public void delete(PartitionId id) throws IOException {
    if (context.offlineCause() != null) {
      throw new IOException(
          "log directory " + context.path() + " is offline", context.offlineCause());
    }
    SegmentedLog log = logs.containsKey(id) ? logs.remove(id) : futures.remove(id);
    if (log == null) {
      return;
    }
    log.close();
    Path directory = log.segments().directory();
    long lastCommit = commits.journal().lastSequence();
    Path renamed =
        context.path().resolve(Recovery.renamed(id, lastCommit, context.ports().clock().nowNs()));
    try {
      context.disk().rename(directory, renamed);
    } catch (NoSpaceException e) {
      context.room().onFull();
      context.disk().rename(directory, renamed);
    }
    long delayMs = log.config().fileDeleteDelayMs();
    checkpointer.hold();
    commits.drop(
        id,
        failure -> {
          checkpointer.release();
          if (failure == null) {
            deletions.schedule(renamed, delayMs);
          }
        });
  }

  @Override
  public void deleteDurably(PartitionId id) throws IOException {
    try {
      delete(id);
      context.syncs().directory(context.path());
    } catch (IOException e) {
      context.goOffline(e);
      throw e;
    }
  }

  @Override
  public void tick(long wallMs) {
    if (context.isClosed() || context.offlineCause() != null) {
      return;
    }
    long nowMs = retentionClock.advance(wallMs);
    boolean wasShort = context.room().takeShortage();
    boolean retention = retentionPace.isDue() || wasShort;
    for (SegmentedLog log : logs.values()) {
      log.expire(nowMs, retention);
    }
    compactor.tick(logs.values(), nowMs);
    scrubber.tick();
    deletions.tick();
    commits.retry();
    checkpointer.retry();
  }

  /// Also closes the sync lane, after the commit that is under way.
  @Override
  public void close() throws IOException {
    context.ports().lane().close();
    context.close();
    if (context.offlineCause() == null) {
      for (SegmentedLog log : everything()) {
        log.write();
        log.storeIndex();
      }
      checkpointer.finish();
      commits.close();
    }
    context.files().end();
    for (SegmentedLog log : everything()) {
      log.close();
    }
  }

  private void leaveService(IOException cause) {
    offlineListener.accept(cause);
    commits.fail(cause);
    for (SegmentedLog log : everything()) {
      log.onOffline(cause);
    }
  }
}
