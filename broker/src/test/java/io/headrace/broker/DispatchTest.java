package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.NotServed;
import io.headrace.protocol.ApiKey;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/// What becomes of frames, good and bad.
class DispatchTest {

  private static ByteBuffer header(int apiKey, int version) {
    return ByteBuffer.allocate(12)
        .putShort((short) apiKey)
        .putShort((short) version)
        .putInt(7)
        .putShort((short) -1)
        .putShort((short) 0)
        .flip();
  }

  @Test
  void everyApiIsServedOrRefusedWithAReason() throws Exception {
    TestNode node = TestNode.made(Map.of(), new RaftMetadata());
    for (ApiKey apiKey : ApiKey.values()) {
      boolean served = node.node.apis().row(apiKey) != null;
      assertThat(served)
          .as("%s is either in the table or has a reason why not", apiKey)
          .isNotEqualTo(NotServed.reasonsByApi().containsKey(apiKey));
    }
  }

  @Test
  void apiVersionsTellsOfEveryRow() throws Exception {
    TestNode node = TestNode.with(Map.of());
    var request =
        new ApiVersionsRequestData()
            .setClientSoftwareName("apache-kafka-java")
            .setClientSoftwareVersion("4.3.1");

    var answer = node.ask(request, 4, new ApiVersionsResponseData());

    assertThat(answer.apiKeys()).hasSameSizeAs(node.node.apis().rows());
    assertThat(answer.apiKeys().find((short) 0).minVersion())
        .as("librdkafka looks for Produce 0")
        .isZero();
  }

  @Test
  void aClientNameThatIsNoneIsRefused() throws Exception {
    TestNode node = TestNode.with(Map.of());
    var request =
        new ApiVersionsRequestData()
            .setClientSoftwareName("-bad name-")
            .setClientSoftwareVersion("1");

    assertThat(Errors.forCode(node.ask(request, 3, new ApiVersionsResponseData()).errorCode()))
        .isEqualTo(Errors.INVALID_REQUEST);
  }

  @Test
  void apiVersionsFromTheFutureIsAnsweredInVersionZero() throws Exception {
    TestNode node = TestNode.with(Map.of());

    TestRequest sent = node.send(header(18, 99), ApiKeys.API_VERSIONS);
    node.pass(10);

    var answer = sent.read(new ApiVersionsResponseData(), (short) 0);
    assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
    assertThat(answer.apiKeys().find((short) 18).maxVersion()).isEqualTo((short) 4);
  }

  @Test
  void whatIsNotServedClosesTheConnection() throws Exception {
    TestNode node = TestNode.with(Map.of());

    for (ByteBuffer frame :
        new ByteBuffer[] {
          header(ApiKeys.VOTE.id, 0),
          header(ApiKeys.FETCH.id, 3),
          header(99, 0),
          header(-1, 0),
          ByteBuffer.allocate(3)
        }) {
      TestRequest sent = node.send(frame, ApiKeys.FETCH);
      node.pass(10);
      assertThat(sent.closed()).isNotNull();
    }
  }

  @Test
  void aRequestBeforeTheNodeIsReadyIsSentAway() throws Exception {
    TestNode node = TestNode.made(Map.of());

    TestRequest sent = node.send(header(18, 0), ApiKeys.API_VERSIONS);
    node.pass(10);

    assertThat(sent.closed()).isEqualTo("not serving yet");
  }
}
