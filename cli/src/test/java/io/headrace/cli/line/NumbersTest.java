package io.headrace.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "15m,900000", "1h,3600000", "7d,604800000"})
  void durationsHaveAUnit(String text, long expectedMs) {
    assertThat(Numbers.parseDuration(text)).isEqualTo(Duration.ofMillis(expectedMs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "h", "-1h", "1y", "1.5h", "9999999999999d"})
  void anythingElseIsNoDuration(String text) {
    assertThatThrownBy(() -> Numbers.parseDuration(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsAreWholeAndNotNegative() {
    assertThat(Numbers.parseCount("0")).isZero();
    assertThatThrownBy(() -> Numbers.parseCount("-1")).hasMessage("-1 is negative");
    assertThatThrownBy(() -> Numbers.parseCount("x")).hasMessage("\"x\" is not a whole number");
  }
}
