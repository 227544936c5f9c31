package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.log.LeaderEpochs.EpochEnd;
import io.headrace.log.PartitionLog;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruncationTest {

  private final Node node = new Node(new MemoryDisk());
  private final List<String> outcomes = new ArrayList<>();

  private PartitionLog logOf(int batches) throws IOException {
    node.config = Node.segmentsOf(1000);
    PartitionLog log = node.open().orders();
    for (int i = 0; i < batches; i++) {
      append(log, i / 4);
    }
    return log;
  }

  private void append(PartitionLog log, int epoch) {
    log.append(
        BatchBuilder.plain()
            .baseOffset(log.endOffset())
            .partitionLeaderEpoch(epoch)
            .producer(7, (short) 0, (int) log.endOffset())
            .append(node.wallMs, null, ByteBuffer.wrap(new byte[200]))
            .build());
    node.turn();
  }

  private void truncate(PartitionLog log, long offset) {
    log.truncateTo(offset, failure -> outcomes.add(failure == null ? "done" : "failed"));
    node.turn();
    node.runJobs();
  }

  @Test
  void theLogEndsWhereItIsCutAndGoesOnFromThere() throws IOException {
    PartitionLog log = logOf(20);

    truncate(log, 6);

    assertThat(outcomes).containsExactly("done");
    assertThat(log.endOffset()).isEqualTo(6);
    assertThat(log.syncedEnd()).isEqualTo(6);
    append(log, 9);
    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    node.open();
    assertThat(Node.readAll(node.orders(), 0, 1 << 20)).hasSize(7);
    assertThat(node.damages).isEmpty();
  }

  @Test
  void whatIsCutOffHasNoEpochs() throws IOException {
    PartitionLog log = logOf(20);

    truncate(log, 6);

    assertThat(log.leaderEpochs().latest()).isEqualTo(1);
    assertThat(log.leaderEpochs().endOf(4, 6)).isEqualTo(new EpochEnd(1, 6));
  }

  @Test
  void aProducerMayRepeatWhatWasCutOffButNotWhatStays() throws IOException {
    PartitionLog log = logOf(20);

    truncate(log, 6); // more than the five batches that are remembered

    assertThat(log.producerStates().check(7, (short) 0, 5, 5))
        .isInstanceOf(Verdict.Duplicate.class);
    assertThat(log.producerStates().check(7, (short) 0, 6, 6)).isInstanceOf(Verdict.Accept.class);
  }

  @Test
  void nothingIsAppendedWhileTheEndIsCutOff() throws IOException {
    PartitionLog log = logOf(20);
    log.truncateTo(6, failure -> {});

    assertThatThrownBy(() -> append(log, 9)).hasMessageContaining("is being cut off");
  }

  @Test
  void aLogThatBeginsAnewForgetsEverything() throws IOException {
    PartitionLog log = logOf(20);

    log.startAt(100, failure -> outcomes.add(failure == null ? "done" : "failed"));
    node.turn();

    assertThat(outcomes).containsExactly("done");
    assertThat(log.startOffset()).isEqualTo(100);
    assertThat(log.leaderEpochs().latest()).isEqualTo(-1);
    assertThat(log.producerStates().check(7, (short) 0, 90, 90)).isInstanceOf(Verdict.Accept.class);
    append(log, 9);
    node.open();
    assertThat(Node.readAll(node.orders(), 100, 1 << 20)).containsExactly(100L);
    assertThat(node.damages).isEmpty();
  }

  /// Cluster seed 259: an epoch that a follower still knew of after a start had ended long before
  /// at its leader, which told it to cut off what was not there, for ever.
  @Test
  void aLogThatBeganAnewKnowsNobodyAfterACrash() throws IOException {
    PartitionLog log = logOf(20);
    log.startAt(100, failure -> outcomes.add(failure == null ? "done" : "failed"));

    node.turn();

    assertThat(outcomes).containsExactly("done");
    node.open(); // nothing ran in the background: there is no checkpoint
    assertNobodyIsKnown(node.orders());
  }

  @Test
  void aLogThatIsAboutToBeginAnewKnowsNobodyAfterAStop() throws IOException {
    PartitionLog log = logOf(20);
    node.syncsHeld = true;
    log.startAt(100, failure -> outcomes.add(failure == null ? "done" : "failed"));

    node.directory.close();

    node.syncsHeld = false;
    node.open();
    assertNobodyIsKnown(node.orders());
  }

  private static void assertNobodyIsKnown(PartitionLog log) {
    assertThat(log.startOffset()).isEqualTo(100);
    assertThat(log.endOffset()).isEqualTo(100);
    assertThat(log.leaderEpochs().latest()).isEqualTo(-1);
    assertThat(log.producerStates().check(7, (short) 0, 90, 90)).isInstanceOf(Verdict.Accept.class);
  }

  /// The leader's records were deleted up to the middle of a batch.
  @Test
  void aLogThatBeginsAnewMayDoSoWithinABatch() throws IOException {
    PartitionLog log = logOf(2);
    log.startAt(15, failure -> outcomes.add(failure == null ? "done" : "failed"));
    node.turn();
    ByteBuffer batch = tenAt(10);

    log.append(batch);
    node.turn();

    assertThat(log.endOffset()).isEqualTo(20);
    assertThat(log.leaderEpochs().endOf(9, 20)).isEqualTo(new EpochEnd(9, 20));
    node.open();
    log = node.orders();
    assertThat(log.startOffset()).isEqualTo(15);
    assertThat(log.endOffset()).isEqualTo(20);
    assertThat(Node.readAll(log, 15, 1 << 20)).containsExactly(10L);
    assertThat(node.damages).isEmpty();
  }

  @Test
  void nothingElseMayBeginBelowTheEnd() throws IOException {
    PartitionLog log = logOf(2);
    log.startAt(20, failure -> {});
    node.turn();

    assertThatThrownBy(() -> log.append(tenAt(10))).hasMessageContaining("below its end 20");
    log.append(tenAt(15));
    assertThatThrownBy(() -> log.append(tenAt(20))).hasMessageContaining("below its end 25");
  }

  private ByteBuffer tenAt(long offset) {
    BatchBuilder batch = BatchBuilder.plain().baseOffset(offset).partitionLeaderEpoch(9);
    for (int i = 0; i < 10; i++) {
      batch.append(node.wallMs, null, ByteBuffer.wrap(new byte[10]));
    }
    return batch.build();
  }

  @Test
  void gapsOfALeadersCompactionStay() throws IOException {
    PartitionLog log = logOf(2);
    log.append(
        BatchBuilder.plain()
            .baseOffset(50)
            .partitionLeaderEpoch(3)
            .append(node.wallMs, null, ByteBuffer.wrap(new byte[10]))
            .build());
    node.turn();

    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L, 1L, 50L);
    assertThat(log.syncedEnd()).isEqualTo(51);
  }
}
