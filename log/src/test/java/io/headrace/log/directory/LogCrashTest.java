package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// More seeds: `-Dheadrace.log.seeds=1000`, from another first one on: `-Dheadrace.log.seed=4001`.
/// With the latter alone, only that one.
class LogCrashTest {

  private static final int LIVES = 6;

  @Test
  void nothingThatWasReportedSyncedIsLostOrChangedByCrashes() {
    Long first = Long.getLong("headrace.log.seed");
    int seeds = Integer.getInteger("headrace.log.seeds", first == null ? 60 : 1);
    long from = first == null ? 1 : first;
    for (long seed = from; seed < from + seeds; seed++) {
      live(seed);
    }
  }

  /// 1992: segments kept by one recovery were skipped by the next. 2656: what one had kept was
  /// deleted before a checkpoint knew its producers. 2711: a file that recovery had deleted came
  /// back with a power cut. 9354: a power cut took the entry for which recovery had deleted a file.
  @Test
  void whatOneRecoveryKeepsOrDeletesTheNextFindsSo() {
    live(1992);
    live(2656);
    live(2711);
    live(9354);
  }

  /// 2: the file was closed under the sync, which took the whole directory out of service. 6103:
  /// the power cut brought the log back without the file that the commit spoke of, and that was
  /// reported as damage.
  @Test
  void aLogIsDeletedWhileItsCommitSyncs() {
    live(2);
    live(6103);
  }

  /// 7606: a process is killed within a cut, the next one finds the end cut in part, and a power
  /// cut brings back what was gone: what is durable in its place by then must be there all the
  /// same.
  @Test
  void aCutThatNobodySawDurableMayBeUndone() {
    live(7606);
  }

  /// 8585: a power cut left a frame without the zeroes behind it, which was taken for torn. When
  /// the file had grown by zeroes, a kill brought its batches back.
  @Test
  void whatOneStartTakesForTornIsTornForTheNext() {
    live(8585);
  }

  /// What a full disk refused came back: its producer was told before the cut was synced.
  @Test
  void whatWasRefusedDoesNotComeBack() {
    live(390);
  }

  private static CrashHistory live(long seed) {
    var history = new CrashHistory(seed);
    try {
      for (int i = 0; i < LIVES; i++) {
        history.live();
      }
    } catch (Throwable e) {
      throw new AssertionError("repeat with -Dheadrace.log.seed=" + seed, e);
    }
    return history;
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(live(5).hash()).isEqualTo(live(5).hash());
  }
}
