package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.DamagedDataException;
import io.headrace.log.LogSlice;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.record.RecordBatch;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A power cut takes what the segments held in the page cache; the journal that should give it back
/// has rotted. What rot costs is said, and never more is lost than what was in the rotten frame.
class JournalRotTest {

  private static final int FRAMES = 40;
  private static final int BLOCK_BYTES = 4096;
  private static final Path JOURNAL = Node.DATA.resolve("journal-0");
  private static final Path SEGMENT =
      Node.DATA.resolve(Node.ORDERS.toString()).resolve("00000000000000000000.log");

  private final MemoryDisk disk = new MemoryDisk();
  private Node node;

  @BeforeEach
  void fillOneFrameForEachBatch() throws IOException {
    node = new Node(disk).open();
    node.runJobs();
    for (int i = 0; i < FRAMES; i++) {
      node.append(node.orders(), "value " + i);
      node.turn();
    }
  }

  /// A byte within the frame that made the batch at `offset` durable.
  private static int withinFrameOf(int offset) {
    return (1 + offset) * BLOCK_BYTES + 60;
  }

  private void rot(int at) {
    disk.bytes(JOURNAL)[at] ^= 4;
  }

  private void losePageCache() {
    Arrays.fill(disk.bytes(SEGMENT), (byte) 0);
  }

  private PartitionLog reopen() throws IOException {
    node = new Node(disk).open();
    return node.orders();
  }

  /// Reads as a client does that seeks beyond what cannot be read.
  private static List<Long> readable(PartitionLog log) throws IOException {
    List<Long> seen = new ArrayList<>();
    for (long next = log.startOffset(); next < log.endOffset(); ) {
      try {
        LogSlice slice = log.read(new ReadRequest(next, log.endOffset(), 500, true));
        assertThat(slice).isNotNull();
        ByteBuffer bytes = Node.bytes(slice);
        for (int at = 0; at < bytes.limit(); ) {
          RecordBatch batch = RecordBatch.at(bytes, at);
          assertThat(batch.crcMatches()).isTrue();
          seen.add(batch.baseOffset());
          at += batch.sizeInBytes();
        }
        next = slice.endOffset();
      } catch (DamagedDataException e) {
        next = e.nextOffset();
      }
    }
    return seen;
  }

  @Test
  void aSoundJournalGivesEverythingBack() throws IOException {
    losePageCache();

    assertThat(readable(reopen())).hasSize(FRAMES);
    assertThat(node.damages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 20, FRAMES - 2})
  void rotInTheMiddleCostsOneFrameAndIsReported(int offset) throws IOException {
    rot(withinFrameOf(offset));
    losePageCache();

    PartitionLog log = reopen();

    assertThat(log.endOffset()).isEqualTo(FRAMES);
    assertThat(readable(log)).hasSize(FRAMES - 1).doesNotContain((long) offset);
    assertThat(node.damages)
        .anyMatch(damage -> damage.fromOffset() <= offset && offset < damage.toOffset());
  }

  @Test
  void whatTheSegmentStillHoldsIsNotLostByRotInTheJournal() throws IOException {
    rot(withinFrameOf(7));

    assertThat(readable(reopen())).hasSize(FRAMES);
    assertThat(node.damages).as("of the journal").isNotEmpty();
  }

  @Test
  void aTornTailIsNoDamage() throws IOException {
    rot(withinFrameOf(FRAMES - 1));
    losePageCache();

    PartitionLog log = reopen();

    assertThat(log.endOffset()).isEqualTo(FRAMES - 1);
    assertThat(readable(log)).hasSize(FRAMES - 1);
    assertThat(node.damages).isEmpty();
    node.append(log, "goes on");
    node.turn();
    assertThat(readable(log)).hasSize(FRAMES);
  }

  /// The frame of a commit that nobody was told of: it was taken for torn, and was back when the
  /// file had grown.
  @Test
  void whetherAFrameCountsDoesNotDependOnTheZeroesBehindIt() throws IOException {
    losePageCache();
    try (DiskFile file = disk.open(JOURNAL)) {
      file.truncate(withinFrameOf(FRAMES - 1) + 452);
    }

    assertThat(readable(reopen())).hasSize(FRAMES);
  }

  /// One flipped bit there once cost every frame of the file, and nobody was told.
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 15, 16, 23, 24, 27})
  void rotInTheHeaderOfAFileCostsNothing(int at) throws IOException {
    rot(at);
    losePageCache();

    assertThat(readable(reopen())).hasSize(FRAMES);
    losePageCache();
    assertThat(readable(reopen())).as("after one more restart").hasSize(FRAMES);
  }

  @Test
  void rotInHeaderAndFirstFrameIsReported() throws IOException {
    rot(3);
    rot(withinFrameOf(0));
    losePageCache();

    reopen();

    assertThat(node.damages).anyMatch(damage -> damage.cause().contains(JOURNAL.toString()));
  }

  private static final PartitionId PAYMENTS = new PartitionId(new TopicId(3, 4), 0);

  /// A commit of another log, so that the last one of orders is not the last of all.
  private void commitPayment() throws IOException {
    PartitionLog payments = node.directory.log(PAYMENTS);
    node.append(payments == null ? node.create(PAYMENTS) : payments, "paid");
    node.turn();
  }

  /// No later entry spoke of the log, so it was taken for shorter than it was, and the offset given
  /// to the next record.
  @Test
  void whatTheLastCommitOfALogMadeDurableIsKnownToBeLost() throws IOException {
    commitPayment();
    rot(withinFrameOf(FRAMES - 1));
    losePageCache();

    PartitionLog log = reopen();

    assertThat(log.endOffset()).isEqualTo(FRAMES);
    assertThat(readable(log)).hasSize(FRAMES - 1);
    assertThat(node.damages)
        .anyMatch(
            damage -> damage.partition().equals(Node.ORDERS) && damage.fromOffset() == FRAMES - 1);
    node.append(log, "goes on");
    node.turn();
    assertThat(readable(log)).contains((long) FRAMES).doesNotContain((long) FRAMES - 1);
  }

  @Test
  void whatTheLastCommitBeforeARestartMadeDurableIsKnownToBeLost() throws IOException {
    reopen();
    commitPayment();
    rot(withinFrameOf(FRAMES - 1));
    losePageCache();

    assertThat(reopen().endOffset()).isEqualTo(FRAMES);
    assertThat(node.damages).anyMatch(damage -> damage.partition().equals(Node.ORDERS));
  }

  @Test
  void theStartOfALogIsNotForgottenByRot() throws IOException {
    node.orders().deleteBefore(13, failure -> assertThat(failure).isNull());
    node.turn();
    commitPayment();
    rot(withinFrameOf(FRAMES));
    losePageCache();

    PartitionLog log = reopen();

    assertThat(log.startOffset()).isEqualTo(13);
    assertThat(readable(log)).hasSize(FRAMES - 13);
    assertThat(node.damages).as("of the journal").isNotEmpty();
  }

  /// What one rotten frame made durable the next one says; of two in a row nobody does.
  @Test
  void whereLogsEndedIsKnownUnlessSeveralFramesInARowHaveRotted() throws IOException {
    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isEmpty();
    rot(withinFrameOf(7));
    rot(withinFrameOf(9));
    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isEmpty();

    rot(withinFrameOf(8));

    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isPresent();
    reopen();
    node.runJobs();
    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).as("after a start").isEmpty();
  }

  @Test
  void whereLogsEndedIsNotKnownWithoutTheHeaderAndTheFirstFrameOfAFile() throws IOException {
    rot(3);
    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isEmpty();

    rot(withinFrameOf(0));

    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isPresent();
  }

  /// The files were scanned first, and what the journal had of the one before the last was passed
  /// over, without a word.
  @Test
  void whatAPowerCutTookFromTheMiddleIsGivenBackWithoutACheckpointToo() throws IOException {
    int bytes = disk.bytes(SEGMENT).length;
    Arrays.fill(disk.bytes(SEGMENT), bytes / 3, bytes / 2, (byte) 0);
    rotBothCopiesOfTheCheckpoint();

    assertThat(readable(reopen())).hasSize(FRAMES);
    assertThat(node.damages).as("of the checkpoint").hasSize(1);
  }

  @Test
  void aFileThatEndsBeforeTheNextBeginsIsGivenBackItsEnd() throws IOException {
    loseTheEndOfTheFirstOfSeveralFiles();
    rotBothCopiesOfTheCheckpoint();

    assertThat(readable(reopen())).hasSize(2 * FRAMES);
    assertThat(node.damages).as("of the checkpoint").hasSize(1);
  }

  @Test
  void aFileThatEndsBeforeTheNextBeginsIsReportedIfTheJournalHasRottedToo() throws IOException {
    loseTheEndOfTheFirstOfSeveralFiles();
    rotBothCopiesOfTheCheckpoint();
    rot(withinFrameOf(FRAMES - 2));

    assertThat(readable(reopen())).hasSize(2 * FRAMES - 1).doesNotContain((long) FRAMES - 2);
    assertThat(node.damages)
        .anyMatch(damage -> damage.fromOffset() <= FRAMES - 2 && damage.toOffset() >= FRAMES - 1);
  }

  private void loseTheEndOfTheFirstOfSeveralFiles() throws IOException {
    node.config = Node.segmentsOf(1_000);
    node.orders().configure(node.config);
    for (int i = 0; i < FRAMES; i++) {
      node.append(node.orders(), "value " + i);
      node.turn();
    }
    try (DiskFile file = disk.open(SEGMENT)) {
      file.truncate(file.size() / 2);
    }
  }

  private void rotBothCopiesOfTheCheckpoint() {
    byte[] checkpoint = disk.bytes(Node.DATA.resolve("checkpoint"));
    checkpoint[10] ^= 4;
    checkpoint[checkpoint.length / 2 + 10] ^= 4;
  }
}
