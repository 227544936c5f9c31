package io.headrace.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckedRangesTest {

  private final CheckedRanges ranges = new CheckedRanges();

  @Test
  void rangesThatTouchAreOne() {
    ranges.add(0, 10);
    ranges.add(20, 30);
    ranges.add(10, 20);

    assertThat(ranges.hold(0, 30)).isTrue();
    assertThat(ranges.hold(0, 31)).isFalse();
  }

  @Test
  void nothingIsHeldThatWasNotAdded() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var added = new BitSet();
      ranges.clear();
      for (int i = 0; i < 100; i++) {
        int begin = random.nextInt(500);
        int end = begin + 1 + random.nextInt(8);
        ranges.add(begin, end);
        added.set(begin, end);
        int from = random.nextInt(500);
        int to = from + 1 + random.nextInt(20);
        boolean wasAdded = added.nextClearBit(from) >= to;
        assertThat(ranges.hold(from, to)).as("seed %d", seed).isIn(false, wasAdded);
        if (i < 16) {
          assertThat(ranges.hold(from, to)).as("seed %d", seed).isEqualTo(wasAdded);
        }
      }
    }
  }
}
