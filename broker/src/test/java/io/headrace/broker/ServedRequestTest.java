package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.broker.api.FrameCall;
import io.headrace.network.ConnectionId;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.RequestHeader;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a request whose handler makes a mistake.
class ServedRequestTest {

  private static final long MEMORY_BYTES = 1_000;

  private final TestRequest request = new TestRequest(ByteBuffer.allocate(0), ApiKeys.METADATA);
  private final RequestMemory memory = new RequestMemory(MEMORY_BYTES);
  private ServedRequest served;

  @BeforeEach
  void reserveMemory() {
    var clock = new SimulatedMachine(new SimulatedWorld(1)).life().clock();
    var header =
        ((RequestHeader.Outcome.Known)
                RequestHeader.decode(
                    ByteBuffer.allocate(10)
                        .putShort(ApiKey.METADATA.id())
                        .putShort((short) 1)
                        .putInt(7)
                        .putShort((short) -1)
                        .flip()))
            .header();
    assertThat(memory.reserve(new ConnectionId(1), 100)).isTrue();
    served = new ServedRequest(header, request, memory, 100, new Mistakes(clock));
  }

  @Test
  void aMistakeOfAHandlerClosesTheConnection() {
    served.serveBy(_ -> {
      throw new NullPointerException("hostile");
    });

    assertThat(request.closed()).contains("hostile");
    assertThat(memory.left()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void aMistakeAfterTheHandlerReturnedClosesTheConnection() {
    Consumer<String> completion =
        served.later(_ -> {
          throw new ArithmeticException("hostile");
        });

    completion.accept("outcome");

    assertThat(request.closed()).contains("hostile");
    assertThat(memory.left()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void anAnswerAfterAMistakeIsDropped() {
    served.serveBy(_ -> {
      throw new NullPointerException("hostile");
    });

    served.reply(List.of());

    assertThat(request.hasAnswer()).isFalse();
    assertThat(memory.left()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void aMistakeAfterTheAnswerLeavesTheAnswer() {
    served.serveBy(call -> {
      call.reply(List.of());
      throw new NullPointerException("late");
    });

    assertThat(request.closed()).isNull();
    assertThat(request.hasAnswer()).isTrue();
  }

  @Test
  void aBrokenInvariantGoesUp() {
    assertThatThrownBy(() ->
            served.serveBy(_ -> {
              throw new IllegalStateException("broken");
            }))
        .hasMessage("broken");
  }

  @Test
  void aSecondAnswerIsABrokenInvariant() {
    served.serveBy(FrameCall::replyNothing);

    assertThatThrownBy(served::replyNothing).isInstanceOf(IllegalStateException.class);
  }
}
