package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.base.PartitionId;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.PartitionLog;
import io.headrace.log.ReadRequest;
import io.headrace.log.TimestampedOffset;
import io.headrace.log.directory.LogDirectorySettings.Scrub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLogDirectoryTest {

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void appendsAreWrittenWhenTheTurnEndsAndThenSynced() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();

    node.append(log, "a", "b");
    node.append(log, "c");
    assertThat(log.writtenEnd()).isZero();
    node.turn();

    assertThat(node.events).containsExactly("written 3", "synced 3");
    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L, 2L);
  }

  @Test
  void appendsDuringASyncShareTheNextOne() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    node.syncsHeld = true;
    node.append(log, "a");
    node.turn();
    node.append(log, "b");
    node.turn();
    node.append(log, "c");
    node.turn();
    node.releaseSyncs();

    assertThat(node.events)
        .containsExactly("written 1", "written 2", "written 3", "synced 1", "synced 3");
  }

  @Test
  void manyLogsAreMadeAtTheCostOfOneSync() throws IOException {
    Node node = new Node(disk).open();
    node.runJobs();
    disk.directorySyncs.clear();

    for (int partition = 0; partition < 1_000; partition++) {
      node.create(new PartitionId(Node.ORDERS.topicId(), partition));
    }
    node.directory.syncNames();
    node.turn();

    assertThat(disk.directorySyncs).containsExactly(Node.DATA);
  }

  @Test
  void manyLogsAreDeletedAtTheCostOfOneSyncOnTheLane() throws IOException {
    Node node = new Node(disk).open();
    node.append(node.orders(), "a journal is there");
    for (int partition = 1; partition < 1_000; partition++) {
      node.create(new PartitionId(Node.ORDERS.topicId(), partition));
    }
    node.turn();
    node.runJobs();
    disk.directorySyncs.clear();
    node.syncsHeld = true;

    for (int partition = 0; partition < 1_000; partition++) {
      node.directory.delete(new PartitionId(Node.ORDERS.topicId(), partition));
    }
    node.turn();

    assertThat(disk.directorySyncs).isEmpty();
    node.releaseSyncs();
    assertThat(disk.directorySyncs).containsExactly(Node.DATA);
    node.wallMs += 60_001;
    node.directory.tick(node.wallMs);
    node.runJobs();
    assertThat(disk.list(Node.DATA)).noneMatch(name -> name.endsWith("-delete"));
  }

  /// Its file was closed under the sync, which took the whole directory out of service. And a power
  /// cut could bring it back without the file that the commit speaks of.
  @Test
  void aLogIsDeletedWhileItsCommitSyncs() throws IOException {
    Node node = new Node(disk);
    node.settings = new LogDirectorySettings(8, 8, Scrub.DEFAULT);
    node.open();
    node.runJobs();
    node.syncsHeld = true;
    node.append(node.orders(), "more than the journal takes");
    node.turn();
    disk.directorySyncs.clear();
    disk.fileSyncs.clear();

    node.directory.delete(Node.ORDERS);
    node.releaseSyncs();

    assertThat(node.directory.offlineCause()).isNull();
    assertThat(disk.directorySyncs).startsWith(Node.DATA);
    assertThat(disk.fileSyncs).startsWith(Node.segment(0));
  }

  @Test
  void namesThatNobodySyncedAreSyncedBeforeTheFirstCommit() throws IOException {
    Node node = new Node(disk).open();
    node.runJobs();
    disk.directorySyncs.clear();

    node.append(node.orders(), "a");
    node.turn();

    assertThat(disk.directorySyncs.getFirst()).isEqualTo(Node.DATA);
    assertThat(node.events).contains("synced 1");
  }

  @Test
  void aLogIsThereAgainAfterACleanStop() throws IOException {
    Node node = new Node(disk).open();
    for (int i = 0; i < 100; i++) {
      node.append(node.orders(), "value " + i);
    }
    node.turn();
    node.directory.close();

    Node again = new Node(disk).open();

    assertThat(again.orders().endOffset()).isEqualTo(100);
    assertThat(Node.readAll(again.orders(), 0, 300)).hasSize(100);
    assertThat(again.orders().leaderEpochs().latest()).isZero();
  }

  /// The cut that begins when a directory is opened may still wait for its turn when it is closed.
  @Test
  void aCutThatComesLateDoesNotUndoTheLastCheckpoint() throws IOException {
    Node node = new Node(disk).open();
    for (int i = 0; i < 10; i++) {
      node.append(node.orders(), "value " + i);
      node.turn();
    }
    node.orders().deleteBefore(5, failure -> node.events.add("deleted " + failure));
    node.directory.close();
    node.runJobsAfterTheReactor();

    Node again = new Node(disk).open();

    assertThat(node.events).contains("deleted null");
    assertThat(again.orders().startOffset()).isEqualTo(5);
  }

  /// Its checkpoint says that the journal is not needed any more, so it must have synced what that
  /// cut was to sync (cluster seed 1350: lost in the next power cut).
  @Test
  void aStopSyncsWhatACutThatComesLateWouldHave() throws IOException {
    Node killed = new Node(disk).open();
    killed.runJobs();
    killed.append(killed.orders(), "only in the journal");
    killed.turn();
    Node node = killed.again();
    disk.fileSyncs.clear();

    node.directory.close();

    assertThat(disk.fileSyncs).contains(Node.segment(0));
  }

  /// Whoever has seen a start must not find a lower one after a crash.
  @Test
  void theStartMovesForReadersWhenItIsDurable() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    for (int i = 0; i < 10; i++) {
      node.append(log, "value " + i);
    }
    node.turn();
    node.events.clear();
    node.syncsHeld = true;
    log.deleteBefore(10, failure -> node.events.add("deleted"));
    node.turn();

    assertThat(log.startOffset()).isZero();
    assertThat(Node.readAll(log, 0, 1 << 20)).hasSize(10);
    node.append(log, "goes to a segment of its own");
    node.turn();
    node.releaseSyncs();
    assertThat(log.startOffset()).isEqualTo(10);
    assertThat(node.events).containsSubsequence("start 10", "deleted");
    assertThat(Node.readAll(log, 10, 1 << 20)).containsExactly(10L);
    assertThat(disk.list(Node.DATA.resolve(Node.ORDERS.toString())))
        .filteredOn(name -> name.endsWith(".log"))
        .containsExactly("00000000000000000010.log");
  }

  /// The last checkpoint knows the new start; the segments below go after it.
  @Test
  void segmentsDeletedDuringTheStopAreNotMissedLater() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    node.append(log, "a", "b");
    node.turn();
    log.deleteBefore(2, failure -> {});
    node.directory.close();

    Node again = new Node(disk).open();

    assertThat(again.orders().startOffset()).isEqualTo(2);
    assertThat(again.orders().endOffset()).isEqualTo(2);
    assertThat(again.damages).isEmpty();
  }

  @Test
  void aReadTakesWholeBatchesUpToItsBounds() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    for (int i = 0; i < 1000; i++) {
      node.append(log, "value", "and another");
    }
    node.turn();
    int batchBytes = Node.batch(log, 0, "value", "and another").remaining();

    var slice = log.read(new ReadRequest(501, 2000, batchBytes * 3 + 10, true));
    assertThat(slice.baseOffset()).isEqualTo(500);
    assertThat(slice.endOffset()).isEqualTo(506);
    assertThat(slice.bytes().length()).isEqualTo(batchBytes * 3);

    assertThat(log.read(new ReadRequest(0, 2000, 10, true)).endOffset()).isEqualTo(2);
    assertThat(log.read(new ReadRequest(0, 2000, 10, false))).isNull();
    assertThat(log.read(new ReadRequest(0, 4, 1 << 20, true)).endOffset()).isEqualTo(4);
    assertThat(log.read(new ReadRequest(2000, 2000, 10, true))).isNull();
    assertThatThrownBy(() -> log.read(new ReadRequest(2001, 2001, 10, true)))
        .isInstanceOf(OffsetOutOfRange.class);
  }

  @Test
  void recordsAreFoundByTime() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    for (int i = 0; i < 500; i++) {
      log.append(Node.batch(log, 1000 + i * 10, "value " + i, "twin"));
    }
    log.append(Node.batch(log, 7, "an old one"));
    node.turn();

    assertThat(log.firstAtOrAfter(0, 1001)).isEqualTo(new TimestampedOffset(1000, 0, 0));
    assertThat(log.firstAtOrAfter(4001, 1001)).isEqualTo(new TimestampedOffset(4010, 602, 0));
    assertThat(log.firstAtOrAfter(5991, 1001)).isNull();
    assertThat(log.firstAtOrAfter(4001, 602)).isNull();
    assertThat(log.maxTimestamp()).isEqualTo(new TimestampedOffset(5990, 998, 0));
  }

  @Test
  void aFullDiskRejectsTheTurnAndLaterAppendsSucceed() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    node.append(log, "kept");
    node.turn();
    disk.roomBytes = 0;
    node.append(log, "refused");
    node.turn();
    assertThat(log.endOffset()).isEqualTo(1);
    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L);
    disk.roomBytes = Long.MAX_VALUE;
    node.append(log, "kept too");
    node.turn();

    assertThat(node.events)
        .containsExactly("written 1", "synced 1", "rejected 1", "written 2", "synced 2");
    assertThat(Node.readAll(log, 0, 1 << 20)).containsExactly(0L, 1L);
  }

  @Test
  void aFailedSyncTakesTheDirectoryOutOfServiceForGood() throws IOException {
    Node node = new Node(disk).open();
    PartitionLog log = node.orders();
    List<String> heard = new ArrayList<>();
    node.directory.onOffline(cause -> heard.add(cause.getMessage()));
    disk.syncsFail = true;
    node.append(log, "never durable");
    node.turn();

    assertThat(node.events).containsExactly("written 1", "offline");
    assertThat(node.directory.offlineCause()).hasMessageEndingWith("sync failed");
    assertThat(heard)
        .as("told once, before the next tick")
        .hasSize(1)
        .first()
        .asString()
        .endsWith("sync failed");
    assertThat(log.syncedEnd()).isZero();
    assertThatThrownBy(() -> node.append(log, "x")).isInstanceOf(IllegalStateException.class);
  }
}
