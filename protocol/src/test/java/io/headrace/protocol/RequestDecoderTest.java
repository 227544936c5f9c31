package io.headrace.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.protocol.RequestHeader.Outcome;
import io.headrace.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDecoderTest {

  private final RequestDecoder decoder = new RequestDecoder();

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          METADATA,  1, 7FFFFFFF,                   an array of 2147483647
          METADATA,  1, FFFFFFFE,                   a length of -2
          METADATA,  0, FFFFFFFF,                   a length of -1
          METADATA,  1, 00000001FFFF,               a length of -1
          METADATA,  1, 00000001FFFE,               a length of -2
          METADATA,  1, 000000010005616263,         a length of 5
          METADATA,  1, 0000000000,                 1 bytes too many
          METADATA,  1, 0000,                       cut off
          METADATA, 12, FFFFFFFF0F,                 a number beyond 31 bits
          METADATA, 12, FFFFFFFFFFFF,               a number without end
          METADATA, 12, 010000FFFFFFFF07,           tagged fields
          METADATA, 12, 010000010005,               cut off
          FETCH,    12, 00000000000000000000000000000000000000000000000000010101010003000000, is not of the 3 bytes
          SASL_HANDSHAKE, 1, '',                    cut off
          """)
  void bodiesThatLieAreRefusedByName(ApiKey key, short version, String body, String problem) {
    Decoding<ApiMessage> decoding = decode(key, version, HexFormat.of().parseHex(body));

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Malformed.class,
            malformed ->
                assertThat(malformed.reason())
                    .startsWith(key + " v" + version + ": ")
                    .contains(problem));
  }

  @Test
  void librdkafkasRequestForAllTopicsIsTakenWithTheBytesItHasTooMany() {
    byte[] topicsInFourBytes = HexFormat.of().parseHex("00000000010000");

    assertThat(decode(ApiKey.METADATA, (short) 13, topicsInFourBytes))
        .isInstanceOfSatisfying(
            Decoding.Decoded.class,
            decoded ->
                assertThat(((MetadataRequestData) decoded.value()).topics())
                    .as("null: all topics")
                    .isNull());
    assertThat(decode(ApiKey.METADATA, (short) 8, HexFormat.of().parseHex("FFFFFFFF01010100")))
        .isInstanceOf(Decoding.Malformed.class);
  }

  @Test
  void aMillionElementsAreTheMost() {
    int most = WireReader.MAX_ELEMENTS;
    ByteBuffer body = ByteBuffer.allocate(4 + 2 * (most + 1));

    body.putInt(0, most).limit(4 + 2 * most);
    assertThat(decode(ApiKey.METADATA, (short) 1, body)).isInstanceOf(Decoding.Decoded.class);

    body.putInt(0, most + 1).limit(4 + 2 * (most + 1));
    assertThat(decode(ApiKey.METADATA, (short) 1, body)).isInstanceOf(Decoding.Malformed.class);
  }

  @Test
  void tenThousandTaggedFieldsAreTheMost() {
    assertThat(decode(ApiKey.HEARTBEAT, (short) 4, heartbeatWithTags(10_000)))
        .isInstanceOf(Decoding.Decoded.class);
    assertThat(decode(ApiKey.HEARTBEAT, (short) 4, heartbeatWithTags(10_001)))
        .isInstanceOf(Decoding.Malformed.class);
  }

  @Test
  void aVersionThatIsNotKnownKeepsItsCorrelationId() {
    ByteBuffer frame = ByteBuffer.allocate(8).putShort((short) 18).putShort((short) 99).putInt(7);

    assertThat(RequestHeader.decode(frame.flip()))
        .isEqualTo(new Outcome.UnsupportedVersion(ApiKey.API_VERSIONS, (short) 99, 7));
  }

  @Test
  void anUnknownKeyAndACutHeaderAreToldApart() {
    ByteBuffer unknown = ByteBuffer.allocate(8).putShort((short) 93).putShort((short) 0).putInt(7);

    assertThat(RequestHeader.decode(unknown.flip())).isEqualTo(new Outcome.UnknownApi((short) 93));
    for (int limit = 0; limit < 8; limit++) {
      assertThat(RequestHeader.decode(unknown.limit(limit))).isInstanceOf(Outcome.Malformed.class);
    }
  }

  @Test
  void aClientIdMayBeNullButNotLie() {
    assertThat(headerWithClientId(-1))
        .isInstanceOfSatisfying(
            Outcome.Known.class, known -> assertThat(known.header().clientId()).isNull());
    assertThat(headerWithClientId(-2)).isInstanceOf(Outcome.Malformed.class);
    assertThat(headerWithClientId(5)).isInstanceOf(Outcome.Malformed.class);
  }

  private static Outcome headerWithClientId(int length) {
    return RequestHeader.decode(
        ByteBuffer.allocate(10)
            .putShort(ApiKey.METADATA.id())
            .putShort((short) 1)
            .putInt(7)
            .putShort((short) length)
            .flip());
  }

  @Test
  void answersAreAsLongAsTheyNeedAndReadByKafka() {
    var answer = new ApiVersionsResponseData().setThrottleTimeMs(5);
    var request = new RequestHeader(ApiKey.API_VERSIONS, (short) 3, 77, null, 0);

    ByteBuffer frame = ResponseEncoder.encode(request, answer);

    assertThat(frame.getInt()).isEqualTo(77);
    var read = new ApiVersionsResponseData(new ByteBufferAccessor(frame), (short) 3);
    assertThat(read).isEqualTo(answer);
    assertThat(frame.hasRemaining()).isFalse();
  }

  @Test
  void anApiVersionsRequestFromTheFutureIsAnsweredInVersionZero() {
    ByteBuffer frame =
        ApiVersionsAnswer.unsupportedVersion(
            9,
            java.util.List.of(
                new ApiVersionsAnswer.Served(ApiKey.API_VERSIONS, (short) 0, (short) 4)));

    assertThat(frame.getInt()).isEqualTo(9);
    var read = new ApiVersionsResponseData(new ByteBufferAccessor(frame), (short) 0);
    assertThat(read.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    assertThat(read.apiKeys().find(ApiKey.API_VERSIONS.id()).maxVersion()).isEqualTo((short) 4);
    assertThat(frame.hasRemaining()).isFalse();
  }

  private static ByteBuffer heartbeatWithTags(int count) {
    var heartbeat = new org.apache.kafka.common.message.HeartbeatRequestData();
    var cache = new ObjectSerializationCache();
    int bytes = heartbeat.size(cache, (short) 4);
    ByteBuffer body = ByteBuffer.allocate(bytes + 2 + 5 * count);
    heartbeat.write(new ByteBufferAccessor(body), cache, (short) 4);
    body.position(bytes - 1);
    body.put((byte) (count | 0x80)).put((byte) (count >> 7));
    var accessor = new ByteBufferAccessor(body);
    for (int i = 0; i < count; i++) {
      accessor.writeUnsignedVarint(100 + i);
      accessor.writeUnsignedVarint(0);
    }
    return body.flip();
  }

  private Decoding<ApiMessage> decode(ApiKey key, short version, byte[] body) {
    return decode(key, version, ByteBuffer.wrap(body));
  }

  private Decoding<ApiMessage> decode(ApiKey key, short version, ByteBuffer body) {
    return decoder.decode(new RequestHeader(key, version, 0, null, 0), body);
  }
}
