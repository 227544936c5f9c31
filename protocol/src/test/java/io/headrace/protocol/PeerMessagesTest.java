package io.headrace.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerMessagesTest {

  @ParameterizedTest
  @ValueSource(shorts = {3, 4})
  void aRequestIsReadByTheOtherSideInPlainAndInFlexibleVersions(short version) {
    var request = new HeartbeatRequestData().setGroupId("group").setMemberId("me");
    ByteBuffer frame = PeerMessages.encode(ApiKey.HEARTBEAT, version, 7, request);
    RequestHeader header = ((RequestHeader.Outcome.Known) RequestHeader.decode(frame)).header();
    assertThat(header.correlationId()).isEqualTo(7);
    assertThat(header.clientId()).isEqualTo("headrace");
    assertThat(new RequestDecoder().decode(header, frame))
        .isEqualTo(new Decoding.Decoded<ApiMessage>(request));
  }

  @Test
  void anAnswerIsReadBehindItsHeader() {
    RequestHeader header = header();
    var answer = new BrokerHeartbeatResponseData().setIsCaughtUp(true).setThrottleTimeMs(3);
    ByteBuffer frame = ResponseEncoder.encode(header, answer);
    assertThat(
            PeerMessages.decode(
                ApiKey.BROKER_HEARTBEAT, (short) 1, frame, new BrokerHeartbeatResponseData()))
        .isEqualTo(new Decoding.Decoded<>(answer));
    assertThat(frame.position()).isZero();
  }

  @Test
  void anAnswerThatEndsEarlyIsMalformed() {
    ByteBuffer frame = ResponseEncoder.encode(header(), new BrokerHeartbeatResponseData());
    for (int length = 0; length < frame.limit(); length++) {
      assertThat(
              PeerMessages.decode(
                  ApiKey.BROKER_HEARTBEAT,
                  (short) 1,
                  frame.slice(0, length),
                  new BrokerHeartbeatResponseData()))
          .as("%d of %d bytes", length, frame.limit())
          .isInstanceOf(Decoding.Malformed.class);
    }
  }

  private static RequestHeader header() {
    ByteBuffer frame =
        PeerMessages.encode(
            ApiKey.BROKER_HEARTBEAT, (short) 1, 5, new BrokerHeartbeatRequestData());
    return ((RequestHeader.Outcome.Known) RequestHeader.decode(frame)).header();
  }
}
