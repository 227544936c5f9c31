package io.headrace.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitTest {

  @Test
  void allLimitsAreMeasuredAndLeaveNothingBehind(@TempDir Path directory)
      throws IOException, InterruptedException {
    assertThat(Limit.all(directory, Duration.ofMillis(20)))
        .hasSizeGreaterThan(6)
        .allSatisfy(limit -> assertThat(limit.value()).isFinite().isNotNegative());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void filesThatAreTakenOutOfThePageCacheKeepTheirBytes(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "what was written");

    new PageCache().drop(directory);

    assertThat(file).hasContent("what was written");
  }
}
