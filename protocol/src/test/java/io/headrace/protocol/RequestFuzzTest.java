package io.headrace.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.headrace.protocol.RequestHeader.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Frames of every API and version, well-formed, mutated and random: each gives a value, and costs
/// no more memory than its bytes times a constant. How to run it longer: see
/// `junit-platform.properties`.
class RequestFuzzTest {

  /// What the JVM itself spends once in a while on a constructor that is called by reflection.
  private static final long FIXED_ALLOCATION_BYTES = 64 * 1024;

  private static final long ALLOCATION_PER_FRAME_BYTE = 100;

  private static final RequestDecoder DECODER = new RequestDecoder();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Property
  void wellFormedFramesAreUnderstoodAsKafkaUnderstandsThem(@ForAll long seed) {
    var messages = new RandomMessages(seed);
    RequestHeader expected = messages.anyHeader();
    ByteBuffer frame = messages.frame(expected);

    RequestHeader header = ((Outcome.Known) RequestHeader.decode(frame)).header();
    ApiMessage message = decoded(header, frame);

    assertThat(header.apiKey()).isEqualTo(expected.apiKey());
    assertThat(header.version()).isEqualTo(expected.version());
    assertThat(header.correlationId()).isEqualTo(expected.correlationId());
    assertThat(header.clientId()).isEqualTo("client");
    assertThat(again(header, message)).isEqualTo(message);
  }

  @Property
  void mutatedFramesAreJudgedWithinBounds(@ForAll long seed) {
    judge(mutated(seed));
  }

  @Property
  void randomBytesBehindASoundHeaderAreJudgedWithinBounds(
      @ForAll long seed, @ForAll @Size(max = 400) byte[] body) {
    var messages = new RandomMessages(seed);
    ByteBuffer header = messages.frame(messages.anyHeader()).limit(16);
    judge(ByteBuffer.allocate(16 + body.length).put(header).put(body).flip());
  }

  @Property
  void randomBytesAreJudgedWithinBounds(@ForAll @Size(max = 200) byte[] bytes) {
    judge(ByteBuffer.wrap(bytes));
  }

  private static ByteBuffer mutated(long seed) {
    var random = new Random(seed);
    var messages = new RandomMessages(seed);
    ByteBuffer frame = messages.frame(messages.anyHeader());
    for (int left = random.nextInt(4); left > 0; left--) {
      int at = 4 + random.nextInt(frame.limit() - 4);
      frame.put(at, (byte) (random.nextBoolean() ? random.nextInt() : 0xFF));
    }
    return random.nextInt(4) == 0 ? frame.limit(random.nextInt(frame.limit())) : frame;
  }

  /// Twice, because what classes cost when they are first used is not the frame's doing.
  private static void judge(ByteBuffer frame) {
    decode(frame);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    decode(frame);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated)
        .as(() -> HexFormat.of().formatHex(frame.array(), 0, frame.limit()))
        .isLessThan(FIXED_ALLOCATION_BYTES + ALLOCATION_PER_FRAME_BYTE * frame.limit());
  }

  private static void decode(ByteBuffer frame) {
    if (RequestHeader.decode(frame) instanceof Outcome.Known(RequestHeader header)) {
      DECODER.decode(header, frame);
    }
  }

  private static ApiMessage decoded(RequestHeader header, ByteBuffer frame) {
    return switch (DECODER.decode(header, frame)) {
      case Decoding.Decoded<ApiMessage>(ApiMessage message) -> message;
      case Decoding.Malformed<ApiMessage>(String reason) -> throw new AssertionError(reason);
    };
  }

  /// Written by Kafka and read once more.
  private static ApiMessage again(RequestHeader header, ApiMessage message) {
    var cache = new ObjectSerializationCache();
    ByteBuffer body = ByteBuffer.allocate(message.size(cache, header.version()));
    message.write(new ByteBufferAccessor(body), cache, header.version());
    var whole = new RequestHeader(header.apiKey(), header.version(), 0, null, 0);
    return decoded(whole, body.flip());
  }
}
