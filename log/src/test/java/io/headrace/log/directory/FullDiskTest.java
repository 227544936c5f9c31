package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.headrace.base.PartitionId;
import io.headrace.log.PartitionLog;
import io.headrace.log.directory.LogDirectorySettings.Scrub;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens while the disk has no room, and once it has room again.
class FullDiskTest {

  private static final int RESERVE_BYTES = 256 << 10;

  private final MemoryDisk disk = new MemoryDisk();
  private Node node;
  private PartitionLog log;

  @BeforeEach
  void open() throws IOException {
    node = new Node(disk);
    // Journal files so small that the next one is needed soon.
    node.settings = new LogDirectorySettings(8, 32 << 10, 8 << 10, RESERVE_BYTES, Scrub.DEFAULT, 0);
    node.open();
    node.runJobs();
    log = node.orders();
    node.append(log, "kept");
    node.turn();
    node.events.clear();
  }

  /// Fills the disk until not even the journal finds room; room in files that are there stays.
  private void fillUp() {
    disk.leaveRoom(100);
    for (int i = 0; i < 5 && disk.holds(Node.DATA.resolve(Room.RESERVE)); i++) {
      node.append(log, "x");
      node.turn();
    }
    assertThat(disk.holds(Node.DATA.resolve(Room.RESERVE))).isFalse();
  }

  @Test
  void appendsAreRefusedAtOnceOnceTheJournalFoundNoRoom() {
    fillUp();
    node.events.clear();

    node.append(log, "refused");
    node.turn();

    assertThat(node.events).hasSize(1).first().asString().startsWith("rejected");
  }

  /// One of two batches of a turn has got into the file.
  @Test
  void nothingIsAppendedUntilWhatWasRefusedIsCutOffForGood() {
    node.append(log, "one");
    node.append(log, "two, for which there is no room");
    disk.leaveRoom(80);
    node.turn();
    disk.leaveRoom(10 << 20);
    assertThat(node.events).containsExactly("rejected 1");

    node.append(log, "too soon");
    node.turn();
    assertThat(node.events).containsExactly("rejected 1", "rejected 1");
    assertThat(node.rejectedForGood).isFalse();

    node.runJobs();
    assertThat(node.rejectedForGood).isTrue();
    node.append(log, "in their place");
    node.turn();
    assertThat(node.events).contains("synced 2");
    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L, 1L);
  }

  /// A coordinator decides on what it has appended: what it appends next presupposes that.
  @Test
  void whatIsAppendedBeforeARefusalIsToldIsRefusedToo() {
    node.append(log, "one");
    node.append(log, "two, for which there is no room");
    disk.leaveRoom(80);
    node.turn();
    disk.leaveRoom(10 << 20);
    node.events.clear();

    node.append(log, "builds on it");
    node.runJobs();

    assertThat(node.events).containsExactly("rejected 1");
    assertThat(node.rejectedForGood).isTrue();
    assertThat(log.endOffset()).isEqualTo(1);
  }

  @Test
  void whatWasWrittenWhenTheRoomEndedIsSyncedWithTheRoomKeptBack() {
    fillUp();
    node.pass(300);

    assertThat(log.syncedEnd()).isEqualTo(log.endOffset());
    assertThat(Node.readAll(log, 0, 1 << 20)).hasSize((int) log.endOffset());
  }

  @Test
  void whoWaitsForRoomThatSomebodyElseTookIsToldSoAndServedOnceThereIsSome() throws IOException {
    disk.delete(Node.DATA.resolve(Room.RESERVE));
    disk.leaveRoom(100);
    while (log.syncedEnd() == log.endOffset()) {
      node.append(log, "x");
      node.turn();
    }
    node.events.clear();

    node.pass(1_000);
    assertThat(node.events).isNotEmpty().containsOnly("stalled");

    disk.leaveRoom(10 << 20);
    node.pass(300);
    assertThat(log.syncedEnd()).isEqualTo(log.endOffset());
  }

  @Test
  void appendsGoOnSoonAfterThereIsRoomAgainWithoutATick() {
    fillUp();
    node.pass(5_000);
    node.append(log, "refused");
    node.turn();
    disk.leaveRoom(10 << 20);
    node.pass(300);
    node.events.clear();

    node.append(log, "kept too");
    node.turn();

    assertThat(node.events)
        .containsExactly("written " + log.endOffset(), "synced " + log.endOffset());
    assertThat(disk.holds(Node.DATA.resolve(Room.RESERVE))).isTrue();
  }

  @Test
  void recordsCanBeDeletedAndLogsToo() throws IOException {
    fillUp();
    node.pass(300);

    log.deleteBefore(1, failure -> node.events.add("deleted " + failure));
    node.turn();
    node.directory.delete(log.id());
    node.turn();
    node.pass(100_000);
    node.directory.tick(node.wallMs);
    node.runJobs();

    assertThat(node.events).contains("deleted null");
    assertThat(disk.list(Node.DATA)).noneMatch(name -> name.startsWith(log.id().toString()));
    assertThat(node.directory.offlineCause()).isNull();
  }

  @Test
  void aDirectoryOpensWithTheRoomKeptBack() throws IOException {
    disk.leaveRoom(0);
    var again = new Node(disk);
    again.settings = node.settings;

    assertThatCode(again::open).doesNotThrowAnyException();
    assertThat(again.orders().endOffset()).isEqualTo(1);
    assertThatCode(() -> again.create(new PartitionId(Node.ORDERS.topicId(), 1)))
        .doesNotThrowAnyException();
  }
}
