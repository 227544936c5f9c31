package io.headrace.log.directory;

import io.headrace.log.Damage;
import io.headrace.log.journal.Syncs;
import io.headrace.log.segment.OpenFiles;
import io.headrace.log.segment.ReadScratch;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What all logs of a directory share, and the turn that they are written in.
///
/// Runs on: the reactor.
final class LogContext {

  private final Path path;
  private final LogPorts ports;
  private final LogDirectorySettings settings;
  private final Damage.Listener damage;
  private final OpenFiles files;
  private final Room room;
  private final Syncs syncs;
  private final ReadScratch scratch = new ReadScratch();
  private final RecordBatch window =
      RecordBatch.at(ByteBuffer.allocate(RecordBatch.HEADER_BYTES).put(WINDOW_HEADER).flip(), 0);
  private final List<SegmentedLog> appendedTo = new ArrayList<>();
  private boolean turnBegan;
  private boolean closed;
  private @Nullable IOException offlineCause;
  private Runnable onTurnEnd = () -> {};
  private Consumer<IOException> onOffline = cause -> {};
  private long turnWallMs;

  /// The header of an empty batch, for a window to stand on before it is first moved.
  private static final byte[] WINDOW_HEADER = emptyHeader();

  private static byte[] emptyHeader() {
    ByteBuffer header = ByteBuffer.allocate(RecordBatch.HEADER_BYTES);
    header.putInt(RecordBatch.LENGTH_AT, RecordBatch.HEADER_BYTES - RecordBatch.LOG_OVERHEAD_BYTES);
    header.put(RecordBatch.MAGIC_AT, RecordBatch.MAGIC);
    return header.array();
  }

  LogContext(Path path, LogPorts ports, LogDirectorySettings settings, Damage.Listener damage) {
    this.path = path;
    this.ports = ports;
    this.settings = settings;
    this.damage = damage;
    this.files = new OpenFiles(ports.disk(), settings.maxOpenFiles());
    this.room = new Room(this);
    this.syncs = new Syncs(ports.disk());
    this.turnWallMs = ports.clock().wallMs();
  }

  Path path() {
    return path;
  }

  LogPorts ports() {
    return ports;
  }

  Disk disk() {
    return ports.disk();
  }

  LogDirectorySettings settings() {
    return settings;
  }

  Damage.Listener damage() {
    return damage;
  }

  OpenFiles files() {
    return files;
  }

  Syncs syncs() {
    return syncs;
  }

  Room room() {
    return room;
  }

  ReadScratch scratch() {
    return scratch;
  }

  /// The one window that is moved over batches; good until the next use.
  RecordBatch window() {
    return window;
  }

  /// The wall clock when the first append of this turn came.
  long turnWallMs() {
    return turnWallMs;
  }

  /// Does `work` in the background; `then` hears on the reactor what came of it, also when the
  /// directory was closed meanwhile.
  void inBackground(SyncLane.Commit work, SyncLane.Completion then) {
    ports
        .background()
        .run(() -> {
          IOException failure = null;
          try {
            work.run();
          } catch (IOException e) {
            failure = e;
          }
          IOException outcome = failure;
          ports.reactor().execute(() -> then.onDone(outcome));
        });
  }

  void onTurnEnd(Runnable task) {
    onTurnEnd = task;
  }

  /// Sees to it that the end of this turn is not missed.
  void touch() {
    if (!turnBegan) {
      turnBegan = true;
      turnWallMs = ports.clock().wallMs();
      ports.reactor().atEndOfTurn(this::endTurn);
    }
  }

  void onFirstAppendOfTurn(SegmentedLog log) {
    touch();
    appendedTo.add(log);
  }

  /// Writes what was appended in this turn until now, so that files are as long as their segments
  /// say: a checkpoint must not speak of what was never written.
  void writePending() {
    for (int i = 0; i < appendedTo.size(); i++) {
      appendedTo.get(i).write();
    }
    appendedTo.clear();
  }

  private void endTurn() {
    turnBegan = false;
    writePending();
    if (offlineCause == null) {
      onTurnEnd.run();
    }
  }

  @Nullable IOException offlineCause() {
    return offlineCause;
  }

  /// Whether the directory was stopped: what comes in late has no effect.
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  void requireOnline() {
    if (offlineCause != null) {
      throw new IllegalStateException("log directory " + path + " is offline", offlineCause);
    }
  }

  void onOffline(Consumer<IOException> task) {
    onOffline = task;
  }

  /// Takes the directory out of service; the first cause stays.
  void goOffline(IOException cause) {
    if (offlineCause == null) {
      offlineCause = cause;
      onOffline.accept(cause);
    }
  }
}
