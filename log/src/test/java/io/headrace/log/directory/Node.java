package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogListener;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// One log directory with a reactor that is turned by hand.
final class Node implements Reactor, SyncLane, Clock, Timers {

  static final PartitionId ORDERS = new PartitionId(new TopicId(1, 2), 0);
  static final Path DATA = Path.of("data");

  final Disk disk;
  LogConfig config = LogConfig.DEFAULT;
  LogDirectorySettings settings = LogDirectorySettings.DEFAULT;
  OpenLogDirectory directory;
  long wallMs = 1_000_000_000_000L;
  final List<Damage> damages = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  private final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
  private final ArrayDeque<Runnable> turnEnds = new ArrayDeque<>();
  private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
  boolean syncsHeld;

  /// Whether that was said of what was rejected last.
  boolean rejectedForGood;

  private final List<Alarm> alarms = new ArrayList<>();
  private final ArrayDeque<Runnable> heldSyncs = new ArrayDeque<>();

  Node(Disk disk) {
    this.disk = disk;
  }

  Node open() throws IOException {
    directory =
        OpenLogDirectory.open(
            DATA,
            new LogPorts(disk, this, this, jobs::add, this, this),
            settings,
            id -> config,
            damages::add);
    directory.logs().forEach(this::listen);
    turn();
    return this;
  }

  /// A node whose log [#ORDERS] was filled, a batch in each turn, and which was stopped.
  static Node stoppedWith(int batches, Disk disk) throws IOException {
    var node = new Node(disk);
    node.config = segmentsOf(10_000);
    node.open();
    for (int i = 0; i < batches; i++) {
      node.append(node.orders(), "value " + i);
      node.turn();
    }
    node.directory.close();
    return node;
  }

  /// The same node in its next life.
  Node again() throws IOException {
    var next = new Node(disk);
    next.config = config;
    return next.open();
  }

  /// Small segments, an index entry every 300 bytes, and nothing that is deleted for its age or
  /// size.
  static LogConfig segmentsOf(int bytes) {
    LogConfig some = LogConfig.DEFAULT;
    return new LogConfig(
        bytes, some.segmentMs(), -1, -1, true, false, 300, 0, some.durability(), some.compaction());
  }

  /// A segment file of [#ORDERS].
  static Path segment(long baseOffset) {
    return DATA.resolve(ORDERS.toString()).resolve("%020d.log".formatted(baseOffset));
  }

  PartitionLog orders() throws IOException {
    PartitionLog log = directory.log(ORDERS);
    return log != null ? log : create(ORDERS);
  }

  PartitionLog create(PartitionId id) throws IOException {
    PartitionLog log = directory.create(id, config);
    listen(log);
    return log;
  }

  private void listen(PartitionLog log) {
    log.listener(
        new LogListener() {
          @Override
          public void onWritten(long writtenEnd) {
            events.add("written " + writtenEnd);
          }

          @Override
          public void onSynced(long syncedEnd) {
            events.add("synced " + syncedEnd);
          }

          @Override
          public void onRejected(long validEnd, IOException cause) {
            events.add("rejected " + validEnd);
            rejectedForGood = false;
          }

          @Override
          public void onRejectedForGood() {
            rejectedForGood = true;
          }

          @Override
          public void onStalled(IOException cause) {
            events.add("stalled");
          }

          @Override
          public void onOffline(IOException cause) {
            events.add("offline");
          }

          @Override
          public void onStartMoved(long startOffset) {
            events.add("start " + startOffset);
          }
        });
  }

  /// A batch of plain records with these values at the end of the log.
  static ByteBuffer batch(PartitionLog log, long timestampMs, String... values) {
    BatchBuilder builder = BatchBuilder.plain().baseOffset(log.endOffset()).partitionLeaderEpoch(0);
    for (String value : values) {
      builder.append(timestampMs, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }
    return builder.build();
  }

  void append(PartitionLog log, String... values) {
    log.append(batch(log, wallMs, values));
  }

  /// Runs turns until nothing is left to do but what is held back.
  void turn() {
    while (true) {
      Runnable item = mailbox.poll();
      if (item == null) {
        item = turnEnds.poll();
      }
      if (item == null) {
        return;
      }
      item.run();
    }
  }

  void runJobs() {
    for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
      job.run();
      turn();
    }
  }

  private record Alarm(long atNs, Runnable task) {}

  @Override
  public Timer after(long delayNs, Runnable task) {
    var alarm = new Alarm(nowNs() + delayNs, task);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  /// Lets time go by, with everything that falls due or waits in the background.
  void pass(long ms) {
    for (long until = wallMs + ms; wallMs <= until; wallMs += 50) {
      for (Alarm alarm : List.copyOf(alarms)) {
        if (alarm.atNs <= nowNs() && alarms.remove(alarm)) {
          alarm.task.run();
        }
      }
      turn();
      runJobs();
    }
  }

  /// What waits in the background runs though the reactor has ended.
  void runJobsAfterTheReactor() {
    for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
      job.run();
    }
  }

  void releaseSyncs() {
    syncsHeld = false;
    while (!heldSyncs.isEmpty()) {
      heldSyncs.poll().run();
    }
    turn();
  }

  /// The base offsets of all batches that reads return, from `offset` on.
  static List<Long> readAll(PartitionLog log, long offset, int maxBytes) {
    List<Long> offsets = new ArrayList<>();
    long next = offset;
    while (true) {
      LogSlice slice = read(log, next, maxBytes);
      if (slice == null) {
        return offsets;
      }
      ByteBuffer bytes = bytes(slice);
      for (int at = 0; at < bytes.limit(); ) {
        RecordBatch batch = RecordBatch.at(bytes, at);
        if (!batch.crcMatches()) {
          throw new AssertionError("checksum of " + batch);
        }
        offsets.add(batch.baseOffset());
        next = batch.nextOffset();
        at += batch.sizeInBytes();
      }
      if (next != slice.endOffset()) {
        throw new AssertionError("slice says " + slice.endOffset() + " but ends at " + next);
      }
    }
  }

  private static LogSlice read(PartitionLog log, long offset, int maxBytes) {
    try {
      return log.read(new ReadRequest(offset, log.writtenEnd(), maxBytes, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuffer bytes(LogSlice slice) {
    ByteBuffer bytes = ByteBuffer.allocate(slice.bytes().length());
    try {
      slice.bytes().read(bytes, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    slice.bytes().release();
    return bytes.flip();
  }

  @Override
  public void execute(Runnable item) {
    mailbox.add(item);
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void atEndOfTurn(Runnable task) {
    turnEnds.add(task);
  }

  @Override
  public void submit(Commit commit, Completion done) {
    Runnable work =
        () -> {
          IOException failure = null;
          try {
            commit.run();
          } catch (IOException e) {
            failure = e;
          }
          IOException outcome = failure;
          mailbox.add(() -> done.onDone(outcome));
        };
    if (syncsHeld) {
      heldSyncs.add(work);
    } else {
      work.run();
    }
  }

  @Override
  public void close() {}

  @Override
  public long nowNs() {
    return wallMs * 1_000_000;
  }

  @Override
  public long wallMs() {
    return wallMs;
  }
}
