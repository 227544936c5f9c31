package io.headrace.protocol;

import io.headrace.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Requests that this node makes to other nodes, and their answers, as Kafka's generated messages.
public final class PeerMessages {

  private static final byte[] CLIENT_ID = "headrace".getBytes(StandardCharsets.UTF_8);
  private static final int NO_TAGGED_FIELDS = 0;

  private PeerMessages() {}

  /// A request: header and body, without the length in front.
  ///
  /// @throws org.apache.kafka.common.errors.UnsupportedVersionException if the message has a field
  ///   set that the version cannot carry
  public static ByteBuffer encode(
      ApiKey apiKey, short version, int correlationId, ApiMessage request) {
    boolean flexible = apiKey.isFlexible(version);
    int headerBytes = 2 * Short.BYTES + Integer.BYTES + Short.BYTES + CLIENT_ID.length;
    var cache = new ObjectSerializationCache();
    ByteBuffer frame =
        ByteBuffer.allocate(headerBytes + (flexible ? 1 : 0) + request.size(cache, version));
    frame.putShort((short) apiKey.id()).putShort(version).putInt(correlationId);
    frame.putShort((short) CLIENT_ID.length).put(CLIENT_ID);
    if (flexible) {
      frame.put((byte) NO_TAGGED_FIELDS);
    }
    request.write(new ByteBufferAccessor(frame), cache, version);
    return frame.flip();
  }

  /// Reads an answer into an empty message of its kind.
  ///
  /// @param frame from its position to its limit; not moved. Records in the answer are views of it
  public static <A extends ApiMessage> Decoding<A> decode(
      ApiKey apiKey, short version, ByteBuffer frame, A into) {
    WireReader header = new WireReader().over(frame);
    header.readInt32();
    if (apiKey.responseHeaderVersion(version) > 0) {
      header.skipTaggedFields();
    }
    if (header.problem() != null) {
      return new Decoding.Malformed<>(apiKey + " v" + version + ": " + header.problem());
    }
    ByteBuffer body = frame.slice(header.position(), frame.limit() - header.position());
    try {
      into.read(new ByteBufferAccessor(body), version);
    } catch (RuntimeException e) { // Kafka's reader checks what it reads
      return new Decoding.Malformed<>(apiKey + " v" + version + ": " + e);
    }
    return new Decoding.Decoded<>(into);
  }
}
