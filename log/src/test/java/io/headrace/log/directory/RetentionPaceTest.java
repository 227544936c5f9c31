package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.runtime.Clock;
import org.junit.jupiter.api.Test;

class RetentionPaceTest {

  private static final long SECOND_NS = 1_000_000_000L;

  private long seconds = 1000;
  private final Clock clock =
      new Clock() {
        @Override
        public long nowNs() {
          return seconds * SECOND_NS;
        }

        @Override
        public long wallMs() {
          return 0;
        }
      };

  private boolean isDueAfter(RetentionPace pace, long more) {
    seconds += more;
    return pace.isDue();
  }

  @Test
  void isDueHalfAMinuteAfterTheStartAndThenEveryInterval() {
    var pace = new RetentionPace(clock, 300 * SECOND_NS);

    assertThat(isDueAfter(pace, 29)).isFalse();
    assertThat(isDueAfter(pace, 1)).isTrue();
    assertThat(isDueAfter(pace, 299)).isFalse();
    assertThat(isDueAfter(pace, 1)).isTrue();
  }

  @Test
  void aShortIntervalHoldsFromTheStart() {
    var pace = new RetentionPace(clock, 2 * SECOND_NS);

    assertThat(isDueAfter(pace, 1)).isFalse();
    assertThat(isDueAfter(pace, 1)).isTrue();
    assertThat(isDueAfter(pace, 1)).isFalse();
  }

  @Test
  void withoutAnIntervalItIsAlwaysDue() {
    var pace = new RetentionPace(clock, 0);

    assertThat(isDueAfter(pace, 0)).isTrue();
    assertThat(isDueAfter(pace, 0)).isTrue();
  }
}
