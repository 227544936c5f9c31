package io.headrace.log.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.LeaderEpochs.EpochEnd;
import org.junit.jupiter.api.Test;

/// Epochs 1, 3 and 5, which begin at 0, 10 and 20; the log ends at 30.
class EpochTableTest {

  private static final long END = 30;

  private final EpochTable epochs = new EpochTable();

  EpochTableTest() {
    epochs.assign(1, 0);
    epochs.assign(3, 10);
    epochs.assign(5, 20);
  }

  @Test
  void ofAnEpochThatBothLogsHaveTheShorterPartStays() {
    assertThat(epochs.agreedEnd(new EpochEnd(3, 15), END)).isEqualTo(15);
    assertThat(epochs.agreedEnd(new EpochEnd(3, 25), END)).isEqualTo(20);
    assertThat(epochs.agreedEnd(new EpochEnd(5, 40), END)).isEqualTo(END);
  }

  @Test
  void ofAnEpochThatOnlyTheOtherHasWhatCameBeforeStays() {
    assertThat(epochs.agreedEnd(new EpochEnd(4, 12), END)).isEqualTo(20);
  }

  @Test
  void nothingStaysWhereTheOtherKnowsNoEpoch() {
    assertThat(epochs.agreedEnd(new EpochEnd(-1, 7), END)).isNegative();
  }
}
