package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.log.segment.BatchWalk;
import io.headrace.log.segment.OpenFiles;
import io.headrace.log.segment.Segment;
import io.headrace.log.segment.SegmentNames;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A log directory that is in service.
///
/// Runs on: the reactor.
public final class OpenLogDirectory implements LogDirectory {

  private static final String DELETED = "-delete";

  private final Path path;
  private final LogPorts ports;
  private final OpenFiles files;
  private final GroupCommit commits;
  private final TreeMap<PartitionId, SegmentedLog> logs = new TreeMap<>();
  private final List<SegmentedLog> appendedTo = new ArrayList<>();
  private @Nullable BatchWalk walk;
  private @Nullable RecordBatch window;
  private @Nullable IOException offlineCause;
  private long turnWallMs;

  private OpenLogDirectory(Path path, LogPorts ports, LogDirectorySettings settings) {
    this.path = path;
    this.ports = ports;
    this.files = new OpenFiles(ports.disk(), settings.maxOpenFiles());
    this.commits = new GroupCommit(ports.lane(), this::goOffline);
  }

  /// Opens a directory, making it if there is none, and recovers every log in it.
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
    var directory = new OpenLogDirectory(path, ports, settings);
    ports.disk().createDirectories(path);
    directory.turnWallMs = ports.clock().wallMs();
    for (String name : ports.disk().list(path)) {
      PartitionId id = parse(name);
      if (id != null) {
        directory.recover(id, configs.apply(id));
      }
    }
    return directory;
  }

  private static @Nullable PartitionId parse(String name) {
    int dash = name.lastIndexOf('-');
    if (dash != 22 || name.endsWith(DELETED)) {
      return null;
    }
    try {
      return new PartitionId(
          TopicId.parse(name.substring(0, dash)), Integer.parseInt(name.substring(dash + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void recover(PartitionId id, LogConfig config) throws IOException {
    var log = new SegmentedLog(id, config, this, path.resolve(id.toString()));
    for (String name : ports.disk().list(log.segments().directory())) {
      long baseOffset = SegmentNames.baseOffsetOf(name);
      if (baseOffset >= 0) {
        Segment segment = log.segments().found(baseOffset);
        int end = segment.scan(walk(), config.indexIntervalBytes());
        DiskFile file = segment.handle().file();
        file.truncate(end);
        learn(log, file, end);
      }
    }
    Segment last = log.segments().lastOrNull();
    long start = last == null ? 0 : log.segments().all().getFirst().baseOffset();
    log.recovered(start, last == null ? 0 : last.nextOffset());
    logs.put(id, log);
  }

  private void learn(SegmentedLog log, DiskFile file, int end) throws IOException {
    BatchWalk headers = walk().reset(file, 0, end);
    while (headers.next() == BatchWalk.Step.BATCH) {
      ByteBuffer bytes = ByteBuffer.allocate(headers.sizeInBytes());
      file.read(bytes, headers.position());
      log.learn(batchAt(bytes.flip(), 0));
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public @Nullable IOException offlineCause() {
    return offlineCause;
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
  public PartitionLog create(PartitionId id, LogConfig config) throws IOException {
    requireOnline();
    Path directory = path.resolve(id.toString());
    ports.disk().createDirectories(directory);
    var log = new SegmentedLog(id, config, this, directory);
    logs.put(id, log);
    return log;
  }

  @Override
  public void delete(PartitionId id) throws IOException {
    SegmentedLog log = logs.remove(id);
    if (log == null) {
      return;
    }
    for (Segment segment : log.segments().all()) {
      segment.handle().close();
    }
    Path directory = log.segments().directory();
    Path renamed = path.resolve(id + "." + ports.clock().nowNs() + DELETED);
    ports.disk().rename(directory, renamed);
    ports.disk().syncDirectory(path);
    for (String name : ports.disk().list(renamed)) {
      ports.disk().delete(renamed.resolve(name));
    }
    ports.disk().delete(renamed);
  }

  @Override
  public void tick(long wallMs) {}

  @Override
  public void close() throws IOException {
    for (SegmentedLog log : logs.values()) {
      log.write();
      for (Segment segment : log.segments().all()) {
        segment.handle().file().sync();
        segment.handle().close();
      }
    }
  }

  OpenFiles files() {
    return files;
  }

  long turnWallMs() {
    return turnWallMs;
  }

  void requireOnline() {
    if (offlineCause != null) {
      throw new IllegalStateException("log directory " + path + " is offline", offlineCause);
    }
  }

  RecordBatch batchAt(ByteBuffer buffer, int position) {
    RecordBatch existing = window;
    if (existing != null) {
      return existing.wrap(buffer, position);
    }
    RecordBatch made = RecordBatch.at(buffer, position);
    window = made;
    return made;
  }

  BatchWalk walk() {
    if (walk == null) {
      walk = new BatchWalk();
    }
    return walk;
  }

  void onFirstAppendOfTurn(SegmentedLog log) {
    if (appendedTo.isEmpty()) {
      turnWallMs = ports.clock().wallMs();
      ports.reactor().atEndOfTurn(this::endTurn);
    }
    appendedTo.add(log);
  }

  private void endTurn() {
    for (int i = 0; i < appendedTo.size(); i++) {
      appendedTo.get(i).write();
    }
    appendedTo.clear();
    if (offlineCause == null) {
      commits.begin();
    }
  }

  void onWritten(SegmentedLog log, Segment segment) throws IOException {
    if (log.config().durability() == LogConfig.Durability.FSYNC) {
      commits.add(log, segment);
    }
  }

  void goOffline(IOException cause) {
    if (offlineCause == null) {
      offlineCause = cause;
      for (SegmentedLog log : logs.values()) {
        log.onOffline(cause);
      }
    }
  }
}
