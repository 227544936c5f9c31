package io.headrace.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private final List<String> lines = new ArrayList<>();
  private final Progress progress = new Progress(lines::add, 1000);

  @Test
  void itCountsRecordsAndBytesOverTime() {
    progress.update(3000, 12, 5_000_000);

    assertThat(lines).containsExactly("12 records, 5.0 MB, 2.5 MB/s");
  }

  @Test
  void itSpeaksFiveTimesASecondAtMost() {
    for (long nowMs = 1000; nowMs < 2000; nowMs += 10) {
      progress.update(nowMs, 1, 1);
    }

    assertThat(lines).hasSize(4);
  }
}
