package io.headrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BufferPoolTest {

  static {
    Leaks.watch();
  }

  private final BufferPool pool = new BufferPool(PooledByteBufAllocator.DEFAULT);

  @AfterEach
  void close() {
    pool.close();
    assertThat(pool.keptBytes()).isZero();
    assertThat(Leaks.found()).isEmpty();
  }

  @Test
  void aLargeBufferIsUsedAgainForAnotherLength() {
    ByteBuf first = pool.take(1_100_000);
    assertThat(first.capacity()).isEqualTo(1_100_000);
    long address = first.memoryAddress();
    first.writeInt(1);
    pool.give(first);
    assertThat(pool.keptBytes()).isEqualTo(2 << 20);

    ByteBuf second = pool.take(2_000_000);
    assertThat(second.memoryAddress()).isEqualTo(address);
    assertThat(second.capacity()).isEqualTo(2_000_000);
    assertThat(second.readableBytes()).isZero();
    assertThat(pool.keptBytes()).isZero();
    pool.give(second);
  }

  @Test
  void smallAndGiganticBuffersAreNotKept() {
    for (int capacity : new int[] {1, 100, 4_096, 32 << 10, (2 << 20) + 1, 5 << 20}) {
      ByteBuf buffer = pool.take(capacity);
      assertThat(buffer.capacity()).isEqualTo(capacity);
      pool.give(buffer);
      assertThat(buffer.refCnt()).isZero();
    }
  }

  @Test
  void noMoreIsKeptThanTheBound() {
    List<ByteBuf> taken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      taken.add(pool.take(2 << 20));
    }
    taken.forEach(pool::give);
    assertThat(pool.keptBytes()).isEqualTo(16 << 20);
  }

  @Test
  void whatIsNotNeededBetweenTwoTrimmingsGoesBack() {
    List<ByteBuf> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taken.add(pool.take(256 << 10));
    }
    taken.forEach(pool::give);
    pool.trim();
    assertThat(pool.keptBytes()).isEqualTo(4 * (256 << 10));
    ByteBuf used = pool.take(256 << 10);
    pool.give(used);
    pool.trim();
    assertThat(pool.keptBytes()).isEqualTo(256 << 10);
  }
}
