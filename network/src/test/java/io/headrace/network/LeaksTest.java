package io.headrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/// That the other tests can fail for a leak.
final class LeaksTest {

  static {
    Leaks.watch();
  }

  @Test
  void aBufferThatNobodyReleasesIsFound() {
    Leaks.found();
    for (int i = 0; i < 10; i++) {
      UnpooledByteBufAllocator.DEFAULT.directBuffer(100);
    }

    String found = Leaks.found();
    for (int i = 0; i < 100 && found.isEmpty(); i++) {
      found = Leaks.found();
    }
    assertThat(found).contains("ByteBuf").contains("was not released");
  }

  @Test
  void aBufferThatIsReleasedIsNoLeak() {
    Leaks.found();
    UnpooledByteBufAllocator.DEFAULT.directBuffer(100).release();

    assertThat(Leaks.found()).isEmpty();
  }
}
