package io.headrace.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFileLimitTest {

  private static final String HEAD =
      "Limit                     Soft Limit           Hard Limit           Units     ";

  @Test
  void theSoftLimitHolds() {
    var row = "Max open files            1024                 524288               files     ";

    assertThat(OpenFileLimit.in(List.of(HEAD, row))).isEqualTo(1_024);
  }

  @Test
  void noLimitIsNone() {
    var row = "Max open files            unlimited            unlimited            files     ";

    assertThat(OpenFileLimit.in(List.of(HEAD, row))).isEqualTo(OpenFileLimit.NONE);
    assertThat(OpenFileLimit.in(List.of(HEAD))).isEqualTo(OpenFileLimit.NONE);
  }
}
