package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.log.DamagedDataException;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.log.directory.LogDirectorySettings.Scrub;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubberTest {

  private static final long INTERVAL_MS = 60_000;
  private static final int BATCHES = 300;

  private final MemoryDisk disk = new MemoryDisk();
  private Node node;
  private PartitionLog log;

  @BeforeEach
  void fill() throws IOException {
    open(1 << 20);
    for (int i = 0; i < BATCHES; i++) {
      node.append(log, "value " + i);
      node.turn();
    }
    node.runJobs();
  }

  private void open(long bytesPerSecond) throws IOException {
    node = new Node(disk);
    node.config = Node.segmentsOf(5_000);
    node.settings =
        new LogDirectorySettings(8, 32 << 10, new Scrub(bytesPerSecond, INTERVAL_MS * 1_000_000));
    node.open();
    log = node.orders();
  }

  private void flipBit(long baseOffset, int byteAt) {
    disk.bytes(Node.segment(baseOffset))[byteAt] ^= 4;
  }

  private void scrub() {
    node.wallMs += INTERVAL_MS + 1;
    node.directory.tick(node.wallMs);
    node.pass(10_000);
  }

  @Test
  void aFlippedBitIsFoundBeforeAReaderMeetsItAndCostsItsBatchAlone() throws IOException {
    flipBit(0, 1_000);

    scrub();

    assertThat(node.damages).hasSize(1);
    assertThat(node.damages.getFirst().cause()).contains("00000000000000000000.log");
    long lost = node.damages.getFirst().fromOffset();
    assertThat(node.damages.getFirst().toOffset()).isEqualTo(lost + 1);
    assertThatThrownBy(() -> log.read(new ReadRequest(lost, BATCHES, 1_000, true)))
        .isInstanceOf(DamagedDataException.class);
    assertThat(Node.readAll(log, lost + 1, 1_000)).hasSize(BATCHES - (int) lost - 1);
    assertThat(node.damages).as("said once").hasSize(1);
  }

  @Test
  void whatIsKnownIsNotSaidAgainByTheNextPassNorAfterARestart() throws IOException {
    flipBit(0, 1_000);
    scrub();
    scrub();
    assertThat(node.damages).hasSize(1);
    node.directory.close();

    open(1 << 20);
    scrub();

    assertThat(node.damages).isEmpty();
  }

  @Test
  void soundSegmentsAreReadOncePerIntervalAndLeftAloneInBetween() throws IOException {
    scrub();
    long opens = disk.opens();

    node.directory.tick(node.wallMs);
    node.pass(10_000);

    assertThat(node.damages).isEmpty();
    assertThat(disk.opens()).isEqualTo(opens);
  }

  @Test
  void theRateIsBounded() throws IOException {
    long bytes = log.sizeBytes();
    node.directory.close();
    open(bytes / 10);
    flipBit(0, 1_000);
    flipBit(lastClosedSegment(), 1_000);

    node.wallMs += INTERVAL_MS + 1;
    node.directory.tick(node.wallMs);
    node.pass(2_000);
    assertThat(node.damages).hasSize(1);
    node.pass(10_000);

    assertThat(node.damages).hasSize(2);
  }

  private long lastClosedSegment() {
    long[] bases =
        disk.list(Node.DATA.resolve(Node.ORDERS.toString())).stream()
            .filter(name -> name.endsWith(".log"))
            .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
            .sorted()
            .toArray();
    return bases[bases.length - 2];
  }

  @Test
  void itIsOffWithARateOfZero() throws IOException {
    node.directory.close();
    open(0);
    flipBit(0, 1_000);

    scrub();

    assertThat(node.damages).isEmpty();
  }

  @Test
  void segmentsDeletedWhileTheyAreReadAreNoDamage() throws IOException {
    node.wallMs += INTERVAL_MS + 1;
    node.directory.tick(node.wallMs);
    log.deleteBefore(BATCHES, failure -> {});
    node.pass(10_000);
    node.directory.tick(node.wallMs);
    node.pass(10_000);

    assertThat(node.damages).isEmpty();
  }
}
