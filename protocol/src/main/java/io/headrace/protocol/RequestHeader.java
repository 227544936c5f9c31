package io.headrace.protocol;

import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.Nulls;
import io.headrace.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What precedes the body of every request.
///
/// @param correlationId comes back in the answer
/// @param clientId as the client calls itself, null if it does not say
/// @param bodyPosition where in the frame the body begins
public record RequestHeader(
    ApiKey apiKey, short version, int correlationId, @Nullable String clientId, int bodyPosition) {

  /// What the first bytes of a frame turned out to be.
  public sealed interface Outcome {

    /// The body can be decoded.
    record Known(RequestHeader header) implements Outcome {}

    /// The API exists, its format in this version does not. Only an ApiVersions request gets an
    /// answer ([ApiVersionsAnswer]); any other closes the connection.
    record UnsupportedVersion(ApiKey apiKey, short version, int correlationId) implements Outcome {}

    record UnknownApi(short apiKey) implements Outcome {}

    record Malformed(String reason) implements Outcome {}
  }

  /// Reads the header of the frame that lies from the buffer's position to its limit; moves
  /// nothing.
  public static Outcome decode(ByteBuffer frame) {
    WireReader reader = new WireReader().over(frame);
    short key = reader.readInt16();
    short version = reader.readInt16();
    int correlationId = reader.readInt32();
    if (reader.problem() != null) {
      return new Outcome.Malformed(reader.problem());
    }
    ApiKey apiKey = ApiKey.ofId(key);
    if (apiKey == null) {
      return new Outcome.UnknownApi(key);
    }
    if (!apiKey.knowsVersion(version)) {
      return new Outcome.UnsupportedVersion(apiKey, version, correlationId);
    }
    String clientId = reader.readString(Encoding.FIXED, Nulls.ALLOWED);
    if (apiKey.isFlexible(version)) {
      reader.skipTaggedFields();
    }
    if (reader.problem() != null) {
      return new Outcome.Malformed(reader.problem());
    }
    return new Outcome.Known(
        new RequestHeader(apiKey, version, correlationId, clientId, reader.position()));
  }

  /// The part of the frame that follows this header.
  public ByteBuffer bodyOf(ByteBuffer frame) {
    return frame.slice(bodyPosition, frame.limit() - bodyPosition);
  }
}
