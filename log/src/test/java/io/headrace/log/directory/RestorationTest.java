package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LostRange;
import io.headrace.log.LostRecords.Restoring;
import io.headrace.log.PartitionLog;
import io.headrace.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What rotted comes back from another replica's bytes, into its place.
class RestorationTest {

  private static final int BATCHES = 300;
  private final MemoryDisk disk = new MemoryDisk();
  private byte[] sound = new byte[0];
  private Node node;
  private final List<Restoring> outcomes = new ArrayList<>();

  @BeforeEach
  void fillAndStop() throws IOException {
    node = Node.stoppedWith(BATCHES, disk);
    sound = disk.bytes(Node.segment(0)).clone();
  }

  private PartitionLog reopen() throws IOException {
    node = node.again();
    return node.orders();
  }

  private LostRange onlyLoss(PartitionLog log) {
    node.directory.tick(node.wallMs);
    assertThat(log.lost().ranges()).hasSize(1);
    return log.lost().ranges().getFirst();
  }

  /// The first of the sound bytes that begin with the batch at `offset`.
  private ByteBuffer peers(long offset, int bytes) {
    int at = 0;
    while (RecordBatch.at(ByteBuffer.wrap(sound), at).baseOffset() < offset) {
      at += RecordBatch.sizeAt(ByteBuffer.wrap(sound), at);
    }
    return ByteBuffer.wrap(sound, at, Math.min(bytes, sound.length - at));
  }

  private void restore(PartitionLog log, LostRange lost, ByteBuffer batches) {
    log.lost().restore(lost, batches, outcomes::add);
    node.runJobs();
    node.turn();
  }

  /// A reader finds it; returns the log.
  private PartitionLog rot(int position) throws IOException {
    disk.bytes(Node.segment(0))[position] ^= 4;
    PartitionLog log = reopen();
    try {
      Node.readAll(log, 0, 100_000);
    } catch (RuntimeException expected) {
      assertThat(expected).hasMessageContaining("damaged");
    }
    return log;
  }

  @Test
  void aRottenBatchCanBeReadAgain() throws IOException {
    PartitionLog log = rot(5000);

    restore(log, onlyLoss(log), peers(onlyLoss(log).fromOffset(), 4000));

    assertThat(outcomes).containsExactly(Restoring.DONE);
    assertThat(log.lost().ranges()).isEmpty();
    assertThat(Node.readAll(log, 0, 1000)).hasSize(BATCHES);
    assertThat(disk.bytes(Node.segment(0))).isEqualTo(sound);
    assertThat(Node.readAll(reopen(), 0, 1000)).hasSize(BATCHES);
    assertThat(node.damages).isEmpty();
  }

  @Test
  void aMissingSegmentComesBackPieceByPiece() throws IOException {
    disk.delete(Node.segment(0));
    PartitionLog log = reopen();
    for (int piece = 0; !log.lost().ranges().isEmpty(); piece++) {
      assertThat(piece).isLessThan(100);
      restore(log, onlyLoss(log), peers(onlyLoss(log).fromOffset(), 500));
    }
    assertThat(outcomes).containsOnly(Restoring.DONE);
    assertThat(disk.bytes(Node.segment(0))).isEqualTo(sound);
    assertThat(Node.readAll(reopen(), 0, 1000)).hasSize(BATCHES);
  }

  @Test
  void aCutTailComesBack() throws IOException {
    sound = disk.bytes(lastSegment()).clone();
    disk.open(lastSegment()).truncate(sound.length - 10);
    PartitionLog log = reopen();

    restore(log, onlyLoss(log), peers(onlyLoss(log).fromOffset(), 500));

    assertThat(outcomes).containsExactly(Restoring.DONE);
    assertThat(Node.readAll(log, 0, 1000)).hasSize(BATCHES);
  }

  private java.nio.file.Path lastSegment() {
    return disk.list(Node.DATA.resolve(Node.ORDERS.toString())).stream()
        .filter(name -> name.endsWith(".log"))
        .max(String::compareTo)
        .map(name -> Node.segment(Long.parseLong(name.substring(0, 20))))
        .orElseThrow();
  }

  @Test
  void batchesOfAnotherEpochAreNotTaken() throws IOException {
    PartitionLog log = rot(5000);
    ByteBuffer others = ByteBuffer.wrap(sound.clone());
    for (int at = 0; at < others.limit(); at += RecordBatch.sizeAt(others, at)) {
      RecordBatch batch = RecordBatch.at(others, at);
      batch.assignOffsets(batch.baseOffset(), 7);
    }
    sound = others.array();

    restore(log, onlyLoss(log), peers(onlyLoss(log).fromOffset(), 4000));

    assertThat(outcomes).containsExactly(Restoring.UNFIT);
    assertThat(log.lost().ranges()).hasSize(1);
  }

  @Test
  void batchesThatRottedThereTooAreNotTaken() throws IOException {
    PartitionLog log = rot(5000);
    sound[5000] ^= 1;

    restore(log, onlyLoss(log), peers(onlyLoss(log).fromOffset(), 4000));

    assertThat(outcomes).containsExactly(Restoring.UNFIT);
    assertThat(log.lost().ranges()).hasSize(1);
  }

  /// The sync of what was written has not ended: what a power cut may undo is not read.
  @Test
  void untilTheyAreDurableTheyAreNotRead() throws IOException {
    PartitionLog log = rot(5000);
    LostRange lost = onlyLoss(log);

    log.lost().restore(lost, peers(lost.fromOffset(), 4000), outcomes::add);

    assertThat(outcomes).isEmpty();
    assertThat(log.lost().ranges()).hasSize(1);
    node.runJobs();
    assertThat(log.lost().ranges()).isEmpty();
  }
}
