package io.headrace.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTest {

  private static final long NOW_MS = 10_000_000L;

  @Test
  void theEndsHaveNames() {
    assertThat(parse("START")).isEqualTo(new Position.Start());
    assertThat(parse("end")).isEqualTo(new Position.End());
  }

  @Test
  void aPlainNumberIsAnOffset() {
    assertThat(parse("42")).isEqualTo(new Position.Offset(42));
  }

  @Test
  void anAgeCountsBackFromNow() {
    assertThat(parse("-1h")).isEqualTo(new Position.Time(NOW_MS - 3_600_000));
    assertThat(parse("-500ms")).isEqualTo(new Position.Time(NOW_MS - 500));
  }

  @Test
  void aTimestampIsADateOrATime() {
    long utcMs = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();
    assertThat(parse("2026-01-31T12:00:00Z")).isEqualTo(new Position.Time(utcMs));
    assertThat(parse("2026-01-31T14:00:00+02:00")).isEqualTo(new Position.Time(utcMs));
    assertThat(parse("2026-01-31T07:00:00-05:00")).isEqualTo(new Position.Time(utcMs));
    assertThat(parse("@1234")).isEqualTo(new Position.Time(1234));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-4h", "@-1", "1969-12-30"})
  void whatIsBefore1970IsItsBeginning(String text) {
    assertThat(parse(text)).isEqualTo(new Position.Time(0));
  }

  @Test
  void aTimestampWithoutAZoneIsLocal() {
    long localMs =
        LocalDateTime.parse("2026-01-31T00:00")
            .atZone(ZoneId.systemDefault())
            .toInstant()
            .toEpochMilli();
    assertThat(parse("2026-01-31T00:00")).isEqualTo(new Position.Time(localMs));
    assertThat(parse("2026-01-31")).isEqualTo(new Position.Time(localMs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "-h", "2026-13-01", "2026-01-31T", "@", "@x", "1.5"})
  void anythingElseIsNoPosition(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Position parse(String text) {
    return Position.parse(text, NOW_MS);
  }
}
