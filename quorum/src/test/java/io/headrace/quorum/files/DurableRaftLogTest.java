package io.headrace.quorum.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.raft.Isolation;
import org.apache.kafka.raft.LogOffsetMetadata;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.RawSnapshotReader;
import org.apache.kafka.snapshot.RawSnapshotWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DurableRaftLogTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Reserve RESERVE = new Reserve(4 << 10, 1 << 10, 10 << 10);
  private static final int BATCH_BYTES = records("a", 0, 1).sizeInBytes();
  private static final Path FIRST = DIRECTORY.resolve("00000000000000000000.log");

  /// Within a batch.
  private static final int EPOCH_AT = 12;

  private final SimulatedMachine machine = new SimulatedMachine(new SimulatedWorld(1));
  private DurableRaftLog log;

  @BeforeEach
  void open() throws IOException {
    disk().createDirectories(DIRECTORY);
    log = DurableRaftLog.open(disk(), DIRECTORY, RESERVE);
  }

  @Test
  void whatIsAppendedIsReadAgainAfterAPowerCut() throws IOException {
    append("a", 1);
    append("b", 2);
    restart();

    assertThat(log.endOffset().offset()).isEqualTo(2);
    assertThat(log.lastFetchedEpoch()).isEqualTo(2);
    assertThat(log.read(1, Isolation.UNCOMMITTED, 1000).records.records()).hasSize(1);
    assertThat(log.endOffsetForEpoch(1)).isEqualTo(new OffsetAndEpoch(1, 1));
  }

  @Test
  void onlyWhatIsCommittedIsReadAsSuch() {
    append("a", 1);
    append("b", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));

    assertThat(log.read(0, Isolation.COMMITTED, 1000).records.records()).hasSize(1);
    assertThat(log.read(1, Isolation.COMMITTED, 1000).records.records()).isEmpty();
  }

  @Test
  void aTornEndIsWipedAway() throws IOException {
    append("a", 1);
    ByteBuffer torn = records("b", 1, 1).buffer();
    write(FIRST, torn.limit(torn.limit() - 10), BATCH_BYTES);
    restart();

    assertThat(log.endOffset().offset()).isEqualTo(1);
    append("b", 1);
    restart();
    assertThat(log.endOffset().offset()).isEqualTo(2);
  }

  @Test
  void anAppendTakesNothingFromTheDisk() throws IOException {
    append("a", 1);
    long size = disk().size(FIRST);
    machine.disk().capacityBytes(machine.disk().usedBytes());
    append("b", 1);
    append("c", 1);
    restart();

    assertThat(log.endOffset().offset()).isEqualTo(3);
    assertThat(disk().size(FIRST)).isEqualTo(size);
    assertThat(log.roomBytes()).isEqualTo(size - 3L * BATCH_BYTES);
  }

  @Test
  void roomIsMadeAgainInSteps() throws IOException {
    append("a", 1);
    assertThat(log.roomBytes()).isEqualTo(5 * 1024 - BATCH_BYTES);
    for (int i = 0; i < 1024 / BATCH_BYTES; i++) {
      append("b", 1);
    }
    log.keepRoom();

    assertThat(log.roomBytes()).isEqualTo(5 * 1024);
  }

  @Test
  void theLastRoomOfTheDiskIsTakenOnlyWhenItIsNeeded() throws IOException {
    append("a", 1);
    machine.disk().capacityBytes(machine.disk().usedBytes() + 100);
    for (int i = 0; i < 2 * 1024 / BATCH_BYTES; i++) {
      append("b", 1);
    }
    long room = log.roomBytes();
    log.keepRoom();
    assertThat(log.roomBytes()).isEqualTo(room);

    log.giveRoom();
    machine.disk().capacityBytes(machine.disk().usedBytes() + 100);
    log.keepRoom();
    assertThat(log.roomBytes()).isEqualTo(100);

    machine.disk().capacityBytes(Long.MAX_VALUE);
    log.keepRoom();
    assertThat(log.roomBytes()).isEqualTo(5 * 1024);
  }

  @Test
  void withoutRoomForANewSegmentTheOldOneIsGoneOnWith() throws IOException {
    append("a", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    snapshot(new OffsetAndEpoch(1, 1));
    machine.disk().capacityBytes(machine.disk().usedBytes());
    append("b", 1);
    restart();
    assertThat(disk().list(DIRECTORY).stream().filter(name -> name.endsWith(".log"))).hasSize(1);

    machine.disk().capacityBytes(Long.MAX_VALUE);
    log.updateHighWatermark(new LogOffsetMetadata(2));
    snapshot(new OffsetAndEpoch(2, 1));
    append("c", 1);
    restart();
    assertThat(log.endOffset().offset()).isEqualTo(3);
    assertThat(disk().list(DIRECTORY).stream().filter(name -> name.endsWith(".log"))).hasSize(2);
  }

  /// A sync that failed leaves the page cache showing what the disk does not hold.
  @Test
  void whatAFailedSyncLeftInThePageCacheIsWrittenAgain() throws IOException {
    append("a", 1);
    machine.disk().failSyncs(1, FIRST::equals);
    assertThatThrownBy(() -> append("b", 1)).isInstanceOf(UncheckedIOException.class);
    machine.kill();
    machine.restart();
    log = DurableRaftLog.open(disk(), DIRECTORY, RESERVE);
    assertThat(log.endOffset().offset()).isEqualTo(2);
    restart();

    assertThat(log.endOffset().offset()).isEqualTo(2);
  }

  @Test
  void rotBeforeTheEndIsNamedAndTheFileLeftAlone() throws IOException {
    append("a", 1);
    append("b", 1);
    long size = disk().size(FIRST);
    machine.disk().flipBit(FIRST, 8 * 30);

    assertThatThrownBy(this::restart)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("offsets 0 to 0 are lost");
    assertThat(machine.restart().disk().size(FIRST)).isEqualTo(size);
  }

  @Test
  void aMissingSegmentIsNoticed() throws IOException {
    append("a", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    snapshot(new OffsetAndEpoch(1, 1));
    append("b", 1);
    append("c", 1);
    Path second = DIRECTORY.resolve("00000000000000000001.log");
    disk().rename(second, DIRECTORY.resolve("00000000000000000009.log"));
    disk().syncDirectory(DIRECTORY);

    assertThatThrownBy(this::restart).isInstanceOf(DamagedLogException.class);
  }

  @Test
  void aSnapshotLetsOldSegmentsGo() throws IOException {
    append("a", 1);
    append("b", 1);
    log.updateHighWatermark(new LogOffsetMetadata(2));
    snapshot(new OffsetAndEpoch(2, 1));
    append("c", 2);
    assertThat(log.maybeClean()).isTrue();

    assertThat(log.startOffset()).isEqualTo(2);
    assertThat(disk().exists(FIRST)).isFalse();
    assertThat(log.endOffsetForEpoch(1)).isEqualTo(new OffsetAndEpoch(2, 1));
    restart();
    assertThat(log.startOffset()).isEqualTo(2);
    assertThat(log.endOffset().offset()).isEqualTo(3);
  }

  @Test
  void whatIsNotCommittedCanBeCut() throws IOException {
    append("a", 1);
    append("b", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    assertThatThrownBy(() -> log.truncateTo(0)).isInstanceOf(IllegalArgumentException.class);

    log.truncateTo(1);
    append("c", 2);
    restart();

    assertThat(log.endOffset().offset()).isEqualTo(2);
    assertThat(log.endOffsetForEpoch(1)).isEqualTo(new OffsetAndEpoch(1, 1));
  }

  @Test
  void aRottenSnapshotIsNamedAndNotRead() {
    append("a", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    var id = new OffsetAndEpoch(1, 1);
    snapshot(id);
    Path file = DIRECTORY.resolve(SnapshotFiles.nameOf(id));
    for (long at = 0; at < machine.disk().sizeOf(file); at++) {
      if (at >= EPOCH_AT && at < EPOCH_AT + Integer.BYTES) {
        continue; // no checksum covers it, and nobody reads it of a snapshot
      }
      machine.disk().flipBit(file, at * 8 + at % 8);
      assertThatThrownBy(() -> log.latestSnapshot())
          .as("byte %d", at)
          .hasMessageContaining(file + " is damaged from byte");
      machine.disk().flipBit(file, at * 8 + at % 8);
    }
    assertThat(log.latestSnapshot()).isPresent();
  }

  /// A node that lags behind does not get it, but the next one.
  @Test
  void aRottenSnapshotIsNotSentAndCanBeWrittenAnew() {
    append("a", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    var id = new OffsetAndEpoch(1, 1);
    snapshot(id);
    log.maybeClean();
    assertThat(log.createNewSnapshot(id)).isEmpty();
    Path file = DIRECTORY.resolve(SnapshotFiles.nameOf(id));
    machine.disk().flipBit(file, 8 * (machine.disk().sizeOf(file) - 1));

    assertThat(log.readSnapshot(id)).isEmpty();
    assertThat(log.rottenSnapshot()).isEqualTo(file);
    snapshot(id);

    assertThat(log.rottenSnapshot()).isNull();
    assertThat(log.readSnapshot(id)).isPresent();
  }

  /// To read and check all of a large one for each piece would cost its size squared.
  @Test
  void aSnapshotThatIsSentInPiecesIsReadOnce() {
    append("a", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    var id = new OffsetAndEpoch(1, 1);
    snapshot(id);
    RawSnapshotReader first = log.readSnapshot(id).orElseThrow();
    int half = (int) first.sizeInBytes() / 2;
    first.slice(0, half);
    Path file = DIRECTORY.resolve(SnapshotFiles.nameOf(id));
    machine.disk().flipBit(file, 8 * (machine.disk().sizeOf(file) - 1));

    log.readSnapshot(id).orElseThrow().slice(half, half + 1);

    assertThat(log.readSnapshot(id)).as("it is not kept behind the last piece").isEmpty();
  }

  @Test
  void aBatchThatRotsWhileTheLogIsOpenIsNamedAndNotRead() {
    append("a", 1);
    append("b", 1);
    log.updateHighWatermark(new LogOffsetMetadata(2));
    for (long at = 0; at < Long.BYTES * 8; at++) {
      machine.disk().flipBit(FIRST, at * 8 + at % 8);
      assertThatThrownBy(() -> log.read(0, Isolation.COMMITTED, 1 << 20))
          .as("byte %d", at)
          .hasStackTraceContaining(FIRST + " is damaged: the batch of offset 0");
      machine.disk().flipBit(FIRST, at * 8 + at % 8);
    }
    assertThat(log.read(0, Isolation.COMMITTED, 1 << 20).records.sizeInBytes()).isPositive();
  }

  @Test
  void anEpochThatFallsIsRot() {
    append("a", 1);
    append("b", 5);
    append("c", 5);
    machine.disk().flipBit(FIRST, (EPOCH_AT + 3) * 8 + 3); // 1 becomes 9

    assertThatThrownBy(this::restart)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(FIRST + " is damaged: the batch of offset 1");
  }

  @Test
  void aSnapshotThatWasNotFinishedIsNoSnapshot() throws IOException {
    append("a", 1);
    log.updateHighWatermark(new LogOffsetMetadata(1));
    RawSnapshotWriter writer = log.createNewSnapshot(new OffsetAndEpoch(1, 1)).orElseThrow();
    writer.append(records("x", 0, 1));
    restart();

    assertThat(log.latestSnapshotId()).isEmpty();
    assertThat(disk().list(DIRECTORY)).noneMatch(name -> name.endsWith(".part"));
  }

  private void write(Path path, ByteBuffer bytes, long position) throws IOException {
    try (DiskFile file = disk().open(path)) {
      file.write(bytes, position);
      file.sync();
    }
  }

  private void append(String value, int epoch) {
    log.appendAsLeader(records(value, log.endOffset().offset(), epoch), epoch);
  }

  private static MemoryRecords records(String value, long offset, int epoch) {
    return MemoryRecords.withRecords(
        offset,
        Compression.NONE,
        epoch,
        new SimpleRecord(0, null, value.getBytes(StandardCharsets.UTF_8)));
  }

  private void snapshot(OffsetAndEpoch id) {
    try (RawSnapshotWriter writer = log.createNewSnapshot(id).orElseThrow()) {
      writer.append(records("state", 0, id.epoch()));
      writer.freeze();
    }
  }

  private void restart() throws IOException {
    machine.cutPower();
    machine.restart();
    log = DurableRaftLog.open(disk(), DIRECTORY, RESERVE);
  }

  private Disk disk() {
    return machine.life().disk();
  }
}
