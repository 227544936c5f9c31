package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.Damage;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Only the checkpoint knows where an idle log begins and who wrote what was deleted from it. It
/// once was taken for empty without a word when a bit of it flipped.
class CheckpointRotTest {

  private static final long PRODUCER = 77;
  private static final int BATCHES = 20;
  private static final int START = 13;
  private static final Path CHECKPOINT = Node.DATA.resolve("checkpoint");

  private final MemoryDisk disk = new MemoryDisk();
  private Node node;
  private PartitionLog log;

  @BeforeEach
  void deleteFromALogAndStop() throws IOException {
    reopen();
    for (int i = 0; i < BATCHES; i++) {
      log.append(
          BatchBuilder.plain()
              .baseOffset(i)
              .partitionLeaderEpoch(0)
              .producer(i < BATCHES - 1 ? PRODUCER : PRODUCER + 1, (short) 0, i)
              .append(node.wallMs, null, ByteBuffer.wrap(new byte[50]))
              .build());
      node.turn();
    }
    log.deleteBefore(START, failure -> assertThat(failure).isNull());
    node.turn();
    node.directory.close();
    for (String name : disk.list(Node.DATA)) {
      if (name.startsWith("journal")) {
        disk.delete(Node.DATA.resolve(name)); // what it says is in the checkpoint
      }
    }
  }

  private void reopen() throws IOException {
    node = new Node(disk).open();
    log = node.orders();
  }

  private void flipBit(int at) {
    disk.bytes(CHECKPOINT)[at] ^= 4;
  }

  @Test
  void rotInOneCopyCostsNothingAndIsReported() throws IOException {
    byte[] sound = disk.bytes(CHECKPOINT).clone();
    for (int at = 0; at < sound.length; at++) {
      System.arraycopy(sound, 0, disk.bytes(CHECKPOINT), 0, sound.length);
      flipBit(at);

      reopen();

      assertThat(log.startOffset()).as("byte %d", at).isEqualTo(START);
      assertThat(log.endOffset()).isEqualTo(BATCHES);
      int last = BATCHES - 2;
      assertThat(log.producerStates().check(PRODUCER, (short) 0, last, last))
          .isInstanceOf(Verdict.Duplicate.class);
      assertThat(node.damages).hasSize(at < sound.length / 2 ? 1 : 0);
    }
  }

  @Test
  void theNextStartFindsBothCopiesSound() throws IOException {
    flipBit(30);
    reopen();
    node.runJobs();

    reopen();

    assertThat(node.damages).isEmpty();
  }

  @Test
  void rotInBothIsReportedAndWhatTheFilesHoldIsThere() throws IOException {
    flipBit(30);
    flipBit(disk.bytes(CHECKPOINT).length / 2 + 30);

    reopen();

    assertThat(node.damages)
        .extracting(Damage::cause)
        .singleElement()
        .asString()
        .contains(CHECKPOINT.toString(), "all segments are read");
    assertThat(Node.readAll(log, log.startOffset(), 1 << 20))
        .containsAll(LongStream.range(START, BATCHES).boxed().toList());
  }

  @Test
  void withoutBothItIsNotKnownWhereLogsEnded() throws IOException {
    flipBit(30);
    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isEmpty();

    flipBit(disk.bytes(CHECKPOINT).length / 2 + 30);

    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isPresent();
    disk.delete(CHECKPOINT);
    assertThat(KnownEnds.complaintAbout(disk, Node.DATA)).isPresent();
  }

  @Test
  void aDirectoryThatWasNeverUsedKnowsAllItsLogs() throws IOException {
    var empty = new MemoryDisk();
    empty.createDirectories(Node.DATA);

    assertThat(KnownEnds.complaintAbout(empty, Node.DATA)).isEmpty();
  }
}
