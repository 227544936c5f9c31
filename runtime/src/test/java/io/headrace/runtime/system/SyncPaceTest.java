package io.headrace.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SyncPaceTest {

  private final SyncPace pace = new SyncPace();

  @Test
  void anUnknownDiskIsNotTrusted() {
    assertThat(pace.staysOnReactor(1)).isFalse();
    quick(SyncPace.QUICK_IN_A_ROW - 1);
    assertThat(pace.staysOnReactor(1)).isFalse();
  }

  @Test
  void smallCommitsToAQuickDiskStayOnTheReactor() {
    quick(SyncPace.QUICK_IN_A_ROW);
    assertThat(pace.staysOnReactor(SyncPace.SMALL_BYTES)).isTrue();
    assertThat(pace.staysOnReactor(SyncPace.SMALL_BYTES + 1)).isFalse();
  }

  @Test
  void oneSlowSyncSendsAllCommitsToTheThreadUntilManyWereQuick() {
    quick(10 * SyncPace.QUICK_IN_A_ROW);
    pace.took(SyncPace.SLOW_NS + 1);
    assertThat(pace.staysOnReactor(1)).isFalse();
    quick(SyncPace.QUICK_IN_A_ROW - 1);
    assertThat(pace.staysOnReactor(1)).isFalse();
    quick(1);
    assertThat(pace.staysOnReactor(1)).isTrue();
  }

  private void quick(int syncs) {
    for (int i = 0; i < syncs; i++) {
      pace.took(70_000);
    }
  }
}
