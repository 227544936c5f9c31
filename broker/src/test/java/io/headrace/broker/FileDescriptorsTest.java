package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDescriptorsTest {

  @Test
  void whereThereAreEnoughNothingIsLimitedFurther() {
    assertThat(FileDescriptors.shared(Integer.MAX_VALUE, 1, 16_384))
        .isEqualTo(new FileDescriptors(16_384, LogBounds.DEFAULT.openFiles()));
    assertThat(FileDescriptors.shared(1_048_576, 4, 16_384))
        .isEqualTo(new FileDescriptors(16_384, LogBounds.DEFAULT.openFiles()));
  }

  @Test
  void filesGetWhatConnectionsCannotUse() {
    assertThat(FileDescriptors.shared(192 + 20_000, 1, 16_384))
        .isEqualTo(new FileDescriptors(16_384, 3_616));
    assertThat(FileDescriptors.shared(192 + 18_000, 1, 16_384))
        .isEqualTo(new FileDescriptors(16_384, 1_616));
    assertThat(FileDescriptors.shared(192 + 17_000, 1, 16_384).files()).isEqualTo(1_024);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1_024, 4_096, 16_384})
  void connectionsAndFilesTogetherStayBelowTheLimit(int limit) {
    FileDescriptors shared = FileDescriptors.shared(limit, 1, 16_384);

    assertThat(shared.connections() + shared.files()).isLessThanOrEqualTo(limit - 192);
    assertThat(shared.connections()).isPositive();
    assertThat(shared.files()).isPositive();
  }
}
