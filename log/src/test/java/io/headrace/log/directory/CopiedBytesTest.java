package io.headrace.log.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopiedBytesTest {

  private static final int LIMIT = 100;

  private final CopiedBytes copied = new CopiedBytes();

  @Test
  void aCommitCopiesUpToTheLimit() {
    assertThat(take(1, 60)).isTrue();
    assertThat(take(1, 40)).isTrue();
    assertThat(take(1, 1)).isFalse();
  }

  @Test
  void whatFitsBehindWhatDidNotIsNotCopiedEither() {
    assertThat(take(1, 101)).isFalse();
    assertThat(take(1, 1)).isFalse();
  }

  @Test
  void nothingIsCopiedAfterACommitThatWentBeyondIt() {
    take(1, 101);

    assertThat(take(2, 1)).isFalse();
    assertThat(take(3, 1)).isTrue();
  }

  @Test
  void aCommitWithNothingOfTheLogMakesThatForgotten() {
    take(1, 101);

    assertThat(take(3, 1)).isTrue();
  }

  private boolean take(long commit, int bytes) {
    return copied.take(commit, bytes, LIMIT);
  }
}
