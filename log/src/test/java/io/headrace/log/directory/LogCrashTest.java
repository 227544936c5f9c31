package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// More seeds: `-Dheadrace.log.seeds=1000`; one: `-Dheadrace.log.seed=17`.
class LogCrashTest {

  private static final int LIVES = 6;

  @Test
  void nothingThatWasReportedSyncedIsLostOrChangedByCrashes() {
    Integer one = Integer.getInteger("headrace.log.seed");
    int seeds = one != null ? one : Integer.getInteger("headrace.log.seeds", 60);
    for (long seed = one != null ? one : 1; seed <= seeds; seed++) {
      live(seed);
    }
  }

  /// 1992: segments kept by one recovery were skipped by the next. 2711: a file that recovery had
  /// deleted came back with a power cut.
  @Test
  void whatOneRecoveryKeepsOrDeletesTheNextFindsSo() {
    live(1992);
    live(2711);
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
