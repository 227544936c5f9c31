package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.PartitionLog;
import io.headrace.record.BatchBuilder;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What a start finds in a segment beyond what is known to be durable.
class UnknownTailTest {

  private final MemoryDisk disk = new MemoryDisk();

  /// A process that was killed has written it, and nobody was told.
  @Test
  void isKeptIfItGoesOn() throws IOException {
    Node node = stoppedInEpoch(3);
    writeBehind(batch(1, 3), batch(2, 4));

    assertThat(node.again().orders().endOffset()).isEqualTo(3);
  }

  /// It was cut off or refused in epoch 2, and what came in its place happens to be as long.
  @Test
  void isCutOffIfItIsOfAnEarlierEpoch() throws IOException {
    Node node = stoppedInEpoch(3);
    writeBehind(batch(1, 3), batch(2, 2));

    PartitionLog log = node.again().orders();

    assertThat(log.endOffset()).isEqualTo(2);
    assertThat(log.leaderEpochs().endOf(3, 2).endOffset()).isEqualTo(2);
    assertThat(disk.size(Node.segment(0))).isEqualTo(2L * batch(0, 3).remaining());
  }

  private Node stoppedInEpoch(int epoch) throws IOException {
    Node node = new Node(disk).open();
    node.orders().append(batch(0, epoch));
    node.turn();
    node.directory.close();
    return node;
  }

  private void writeBehind(ByteBuffer... batches) throws IOException {
    try (DiskFile file = disk.open(Node.segment(0))) {
      for (ByteBuffer each : batches) {
        file.write(each, file.size());
      }
    }
  }

  private static ByteBuffer batch(long offset, int epoch) {
    return BatchBuilder.plain()
        .baseOffset(offset)
        .partitionLeaderEpoch(epoch)
        .append(1_000, null, ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .build();
  }
}
