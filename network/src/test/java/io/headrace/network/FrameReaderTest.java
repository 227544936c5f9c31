package io.headrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {

  static {
    Leaks.watch();
  }

  private final UnreadBudget budget = new UnreadBudget(64 << 20);
  private final BufferPool pool = new BufferPool(PooledByteBufAllocator.DEFAULT);
  private final TurnMemory memory = new TurnMemory(pool, () -> {});
  private final FrameReader reader = new FrameReader(pool, memory, budget, 4 << 20);

  /// Frames of random sizes, arriving in pieces of random sizes, over turns of random length, with
  /// readers that sometimes take nothing for a while.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void framesComeOutAsTheyWentIn(long seed) {
    var random = new Random(seed);
    List<byte[]> sent = new ArrayList<>();
    ByteBuf wire = Unpooled.buffer();
    for (int i = 0; i < 200; i++) {
      byte[] frame = new byte[1 + random.nextInt(1 << random.nextInt(1, 19))];
      random.nextBytes(frame);
      sent.add(frame);
      wire.writeInt(frame.length).writeBytes(frame);
    }
    List<byte[]> received = new ArrayList<>();
    while (received.size() < sent.size()) {
      boolean paused = random.nextInt(4) == 0;
      ByteBuf target = reader.target();
      int most = Math.min(target.writableBytes(), wire.readableBytes());
      int count = most == 0 ? 0 : 1 + random.nextInt(most);
      target.writeBytes(wire, count);
      if (count > 0) {
        reader.onRead(target);
      }
      target.release();
      List<ByteBuffer> ofThisTurn = new ArrayList<>();
      for (ByteBuffer frame = paused ? null : reader.next(); frame != null; frame = reader.next()) {
        ofThisTurn.add(frame);
      }
      assertThat(reader.badLength()).isNull();
      assertThat(reader.keepRest()).isTrue();
      assertThat(reader.ownBytes()).isLessThanOrEqualTo(2 * (1 << 19) + (256 << 10));
      if (random.nextBoolean()) {
        copyTo(received, ofThisTurn);
        memory.endTurn();
      } else {
        copyTo(received, ofThisTurn);
      }
    }
    memory.close();
    pool.close();
    assertThat(pool.keptBytes()).isZero();
    assertThat(received).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(received.get(i)).as("frame " + i + ", seed " + seed).isEqualTo(sent.get(i));
    }
    assertThat(budget.used()).isZero();
  }

  private static void copyTo(List<byte[]> received, List<ByteBuffer> frames) {
    for (ByteBuffer frame : frames) {
      byte[] copy = new byte[frame.remaining()];
      frame.get(copy);
      received.add(copy);
    }
  }
}
