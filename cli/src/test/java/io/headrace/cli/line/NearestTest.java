package io.headrace.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {

  @Test
  void aSlipOfTheFingerIsUnderstood() {
    assertThat(Nearest.to("tpoic", List.of("group", "topic"))).contains("topic");
  }

  @Test
  void whatIsTooFarAwayIsNotGuessed() {
    assertThat(Nearest.to("frobnicate", List.of("group", "topic"))).isEmpty();
  }
}
