package io.headrace.protocol;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Encodes responses that are Kafka's generated messages: header and body, without the length in
/// front, in a heap buffer of just that size.
public final class ResponseEncoder {

  private static final int CORRELATION_ID_BYTES = Integer.BYTES;

  private ResponseEncoder() {}

  /// The answer to a request.
  ///
  /// @throws org.apache.kafka.common.errors.UnsupportedVersionException if the message has a field
  ///   set that the version cannot carry, which is a mistake of the handler
  public static ByteBuffer encode(RequestHeader request, ApiMessage response) {
    boolean flexible = request.apiKey().responseHeaderVersion(request.version()) > 0;
    return encode(request.correlationId(), flexible ? 1 : 0, response, request.version());
  }

  /// @param taggedFieldBytes how much the tagged fields of the header take: a single 0, or nothing
  static ByteBuffer encode(
      int correlationId, int taggedFieldBytes, ApiMessage response, short version) {
    var cache = new ObjectSerializationCache();
    int headerBytes = CORRELATION_ID_BYTES + taggedFieldBytes;
    ByteBuffer frame = ByteBuffer.allocate(headerBytes + response.size(cache, version));
    frame.putInt(correlationId).position(headerBytes);
    response.write(new ByteBufferAccessor(frame), cache, version);
    if (frame.hasRemaining()) {
      throw new IllegalStateException(response.getClass() + " left " + frame.remaining());
    }
    return frame.flip();
  }
}
