package io.headrace.simulator.client;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Requests and answers as they travel, written and read by Kafka's own classes: the other side of
/// the wire is not ours.
public final class WireCodec {
  private WireCodec() {}

  public static ByteBuffer encode(ApiKeys key, short version, int correlationId, ApiMessage body) {
    RequestHeaderData header =
        new RequestHeaderData()
            .setRequestApiKey(key.id)
            .setRequestApiVersion(version)
            .setCorrelationId(correlationId)
            .setClientId("simulated");
    short headerVersion = key.requestHeaderVersion(version);
    ObjectSerializationCache cache = new ObjectSerializationCache();
    int size = header.size(cache, headerVersion) + body.size(cache, version);
    ByteBuffer frame = ByteBuffer.allocate(size);
    ByteBufferAccessor writer = new ByteBufferAccessor(frame);
    header.write(writer, cache, headerVersion);
    body.write(writer, cache, version);
    return frame.flip();
  }

  public static ApiMessage decode(
      ApiKeys key, short version, int correlationId, ByteBuffer answer) {
    ByteBufferAccessor reader = new ByteBufferAccessor(answer);
    ResponseHeaderData header = new ResponseHeaderData(reader, key.responseHeaderVersion(version));
    if (header.correlationId() != correlationId) {
      throw new InvariantViolation(
          "answer " + header.correlationId() + " came for request " + correlationId);
    }
    ApiMessage body = key.messageType.newResponse();
    body.read(reader, version);
    if (answer.hasRemaining()) {
      throw new InvariantViolation(answer.remaining() + " bytes too many in an answer to " + key);
    }
    return body;
  }
}
