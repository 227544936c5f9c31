package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Compaction;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.log.directory.LogDirectorySettings.Scrub;
import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A log directory that lives several lives on a simulated machine, each ended by a crash inside
/// any disk call, by a power cut, or cleanly; and a model of what it has promised.
final class CrashHistory {

  private static final Path DATA = Path.of("/data");
  private static final int PARTITIONS = 5;
  private static final long PRODUCER = 77;
  private static final LogDirectorySettings SETTINGS =
      new LogDirectorySettings(3, 600, 48 << 10, 16 << 10, new Scrub(1 << 20, 100_000_000), 0);

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final SimulatedRandom random;
  private final TreeMap<PartitionId, LogModel> models = new TreeMap<>();
  private final List<Damage> damages = new ArrayList<>();
  private LogConfig config;
  private OpenLogDirectory directory;
  private boolean syncMayFail;
  private int lives;

  CrashHistory(long seed) {
    world = new SimulatedWorld(seed);
    machine = new SimulatedMachine(world);
    random = world.random().fork();
    boolean compacts = random.oneIn(3);
    LogConfig some = LogConfig.DEFAULT;
    config =
        new LogConfig(
            compacts ? 1000 + random.nextInt(5_000) : 4000 + random.nextInt(30_000),
            some.segmentMs(),
            -1,
            -1,
            true,
            compacts,
            200 + random.nextInt(2000),
            5,
            some.durability(),
            new Compaction(0, Long.MAX_VALUE, 0.1, random.nextInt(200)));
  }

  SimulatedMachine machine() {
    return machine;
  }

  List<Damage> damages() {
    return damages;
  }

  long hash() {
    return world.historyHash();
  }

  /// Lives once: opens, checks the promises of the lives before, works, and ends.
  void live() {
    Life life = lives++ == 0 ? machine.life() : machine.restart();
    boolean diesWhileOpening = random.oneIn(4);
    if (diesWhileOpening) {
      machine.disk().crashInCall(1 + random.nextInt(60));
    }
    syncMayFail = random.oneIn(4);
    if (syncMayFail && random.oneIn(4)) {
      machine.disk().failSyncs(1, path -> true);
    }
    directory = null;
    life.reactor().execute(() -> open(life));
    world.runUntil(() -> directory != null || !life.alive(), 1_000_000_000L);
    if (!diesWhileOpening) {
      machine.disk().crashInCall(1 + random.nextInt(400));
    }
    boolean fillsUp = random.oneIn(4);
    for (int i = 0; i < 150 && life.alive(); i++) {
      if (fillsUp && random.oneIn(20)) {
        turnRoom();
      }
      if (syncMayFail && random.oneIn(50)) {
        machine.disk().failSyncs(1, path -> true);
      }
      life.reactor().execute(this::work);
      world.advance(random.nextInt(3_000_000));
    }
    machine.disk().dontCrash();
    machine.disk().failSyncs(0, path -> true);
    machine.disk().capacityBytes(Long.MAX_VALUE);
    if (fillsUp && life.alive() && directory.offlineCause() == null) {
      checkThatWorkGoesOn(life);
    }
    if (life.alive() && directory.offlineCause() == null && random.oneIn(3)) {
      life.reactor().execute(this::close);
      world.advance(10_000_000);
    }
    if (random.oneIn(2)) {
      machine.cutPower();
    } else {
      machine.kill();
    }
    if (life.uncaught() != null) {
      throw new AssertionError("in life " + lives, life.uncaught());
    }
  }

  /// The room on the disk goes or comes back.
  private void turnRoom() {
    long used = machine.disk().usedBytes();
    machine.disk().capacityBytes(random.oneIn(3) ? Long.MAX_VALUE : used + random.nextInt(8_000));
  }

  /// Once there is room again, all that waits is done without anybody's help.
  private void checkThatWorkGoesOn(Life life) {
    world.advance(700_000_000);
    life.reactor().execute(this::work);
    world.advance(100_000_000);
    if (life.alive()) {
      for (PartitionLog log : directory.logs()) {
        assertThat(log.syncedEnd()).as("synced end of %s", log.id()).isEqualTo(log.endOffset());
      }
    }
  }

  private void open(Life life) {
    try {
      OpenLogDirectory opened =
          OpenLogDirectory.open(
              DATA,
              new LogPorts(
                  life.disk(),
                  life.syncLane(),
                  life.reactor(),
                  life.background(),
                  life.clock(),
                  life.timers()),
              SETTINGS,
              id -> config,
              damages::add);
      assertThat(damages).isEmpty();
      for (var entry : models.entrySet()) {
        check(opened.log(entry.getKey()), entry.getValue());
      }
      for (PartitionLog log : List.copyOf(opened.logs())) {
        if (models.containsKey(log.id())) {
          listen(log);
        } else {
          opened.delete(log.id()); // a crash came between the model's deletion and the log's
        }
      }
      directory = opened;
    } catch (NoSpaceException e) {
      life.end(); // tried again in the next life, with more room
    } catch (IOException e) {
      if (!syncMayFail) {
        throw new UncheckedIOException(e);
      }
      life.end();
    }
  }

  private void close() {
    try {
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(PartitionLog log, LogModel model) throws IOException {
    assertThat(log).isNotNull();
    model.syncedEnd = Math.min(model.syncedEnd, model.cutEnd);
    assertThat(log.endOffset()).as("end of %s", log.id()).isGreaterThanOrEqualTo(model.syncedEnd);
    assertThat(log.startOffset())
        .as("start of %s", log.id())
        .isGreaterThanOrEqualTo(model.startOffset);
    long next = log.startOffset();
    var compacted = new CompactedContent();
    while (next < log.endOffset()) {
      LogSlice slice = log.read(new ReadRequest(next, log.endOffset(), 3000, true));
      if (slice == null && model.isGap(next, log.endOffset())) {
        break;
      }
      assertThat(slice).as("read at %d of %s", next, log.id()).isNotNull();
      ByteBuffer bytes = Node.bytes(slice);
      for (int at = 0; at < bytes.limit(); ) {
        RecordBatch batch = RecordBatch.at(bytes, at);
        if (next >= model.syncedEnd && model.mayComeBack.containsKey(batch.slice())) {
          model.removeBeyond(batch.baseOffset());
          model.batches.put(batch.baseOffset(), batch.slice());
        }
        if (config.compact()) {
          compacted.see(batch);
        } else {
          model.checkBatch(batch, next);
        }
        next = batch.nextOffset();
        at += batch.sizeInBytes();
      }
      assertThat(slice.endOffset() == next || model.isGap(next, slice.endOffset())).isTrue();
      next = slice.endOffset();
    }
    boolean wasEmpty = model.syncedEnd == model.startOffset;
    model.isGoneBeyond(wasEmpty && log.startOffset() == log.endOffset() ? 0 : log.endOffset());
    if (config.compact()) {
      compacted.check(log, model.batches.values());
    }
    model.seeEnd(log.endOffset());
    model.startOffset = log.startOffset();
    model.seeStart(log.startOffset());
    model.checkProducer(log, PRODUCER);
  }

  private void listen(PartitionLog log) {
    LogModel model = models.computeIfAbsent(log.id(), id -> new LogModel());
    model.busy = false;
    log.listener(new ModelListener(model, () -> syncMayFail));
  }

  private void work() {
    if (directory == null || directory.offlineCause() != null) {
      return;
    }
    try {
      var id = new PartitionId(new TopicId(9, 9), random.nextInt(PARTITIONS));
      PartitionLog log = directory.log(id);
      if (log == null) {
        log = directory.create(id, config);
        directory.syncNames();
        if (directory.offlineCause() != null) {
          return; // its name may be lost
        }
        listen(log);
      }
      LogModel model = models.get(id);
      model.seeStart(log.startOffset());
      if (model.busy) {
        return;
      }
      if (random.oneIn(4)) {
        model.committedEnd = Math.max(model.committedEnd, log.syncedEnd());
      }
      switch (random.nextInt(40)) {
        case 0 -> deleteBefore(log);
        case 1, 3 -> directory.tick(machine.clock().wallMs());
        case 2 -> forget(id);
        case 4 -> cutEnd(log, model);
        case 5 -> startAnew(log, model);
        default -> append(log);
      }
    } catch (NoSpaceException _) {
      // No room for a new log: it is made another time.
    } catch (IOException e) {
      assertThat(syncMayFail).as("may a sync fail").isTrue();
    }
  }

  private void forget(PartitionId id) throws IOException {
    models.remove(id);
    directory.delete(id);
  }

  private void deleteBefore(PartitionLog log) {
    LogModel model = models.get(log.id());
    long target = Math.min(log.syncedEnd(), log.startOffset() + random.nextInt(30));
    log.deleteBefore(
        target,
        failure -> {
          if (failure == null) {
            model.seeStart(target);
          }
        });
  }

  private void cutEnd(PartitionLog log, LogModel model) {
    long least = Math.max(model.committedEnd, log.startOffset());
    long offset = log.endOffset() - random.nextInt((int) (log.endOffset() - least) + 1);
    Long batch = model.batches.floorKey(offset);
    long lastEnd =
        batch == null ? offset : RecordBatch.at(model.batches.get(batch), 0).nextOffset();
    model.cutEnd = batch != null && offset < lastEnd ? batch : offset;
    model.busy = true;
    model.wasCut = true;
    log.truncateTo(
        offset,
        failure -> {
          if (failure == null) {
            assertThat(log.endOffset())
                .as("the cut end")
                .isLessThanOrEqualTo(Math.max(offset, log.startOffset()));
            model.isCut(log.endOffset());
          }
        });
  }

  /// As one whose leader has deleted all it has.
  private void startAnew(PartitionLog log, LogModel model) {
    if (!random.oneIn(3)) {
      return;
    }
    long end = log.endOffset();
    long offset = end + random.nextInt(5);
    model.busy = true;
    log.startAt(
        offset,
        failure -> {
          if (failure == null) {
            model.busy = false;
            model.beganAnewAfter = end;
            model.committedEnd = Math.max(model.committedEnd, offset);
          }
        });
  }

  private ByteBuffer random(long offset) {
    BatchBuilder batch =
        BatchBuilder.plain()
            .baseOffset(offset)
            .partitionLeaderEpoch(lives)
            .producer(PRODUCER, (short) 0, (int) offset);
    return RandomRecords.addTo(batch, random, machine.clock().wallMs(), config.compact());
  }

  /// The leader's log may start within the first batch.
  private void reachBack(RecordBatch first, PartitionLog log, LogModel model) {
    long offset = first.baseOffset();
    if (offset == log.startOffset() && offset == log.endOffset()) {
      long base = Math.max(model.beganAnewAfter, offset - first.lastOffsetDelta());
      first.assignOffsets(Math.min(base, offset), lives);
    }
    model.beganAnewAfter = Long.MAX_VALUE;
  }

  private void append(PartitionLog log) {
    LogModel model = models.get(log.id());
    int batches = 1 + random.nextInt(3);
    List<ByteBuffer> built = new ArrayList<>();
    long offset = log.endOffset();
    int bytes = 0;
    for (int i = 0; i < batches; i++) {
      if (random.oneIn(20)) {
        offset += random.nextInt(4); // the leader's compaction has left a gap
      }
      ByteBuffer batch = random(offset);
      RecordBatch window = RecordBatch.at(batch, 0);
      if (i == 0) {
        reachBack(window, log, model);
      }
      built.add(batch);
      bytes += batch.remaining();
      model.batches.put(window.baseOffset(), batch.duplicate());
      offset = window.nextOffset();
    }
    ByteBuffer all = ByteBuffer.allocate(bytes);
    built.forEach(batch -> all.put(batch.duplicate()));
    log.append(all.flip());
  }
}
