package io.headrace.protocol;

import io.headrace.protocol.Decoding.Decoded;
import io.headrace.protocol.Decoding.Malformed;
import io.headrace.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/// Decodes the bodies of requests into Kafka's generated messages.
///
/// First the bytes are held against the schema of their version, which allocates nothing; only a
/// body that fits it to the last byte is decoded (but see [#mayBeFollowed]). What that allocates is
/// bounded by the size of the body and by [WireReader#MAX_ELEMENTS].
///
/// Used by one thread; keeps the formats of the APIs that were asked for.
public final class RequestDecoder {

  private static final int FIRST_FLEXIBLE_METADATA = 9;

  /// By the number of the API.
  private final @Nullable RequestFormat[] formats = new RequestFormat[ApiKey.values().length];

  private final WireReader reader = new WireReader();

  /// Decodes the body of a request whose header is known.
  ///
  /// @param frame the whole frame; views of it may be part of the message
  public Decoding<ApiMessage> decode(RequestHeader header, ByteBuffer frame) {
    RequestFormat format = format(header.apiKey());
    ByteBuffer body = header.bodyOf(frame);
    format.shape(header.version()).walk(reader.over(body));
    if (!mayBeFollowed(header)) {
      reader.expectEnd();
    }
    String problem = reader.problem();
    if (problem != null) {
      return malformed(header, problem);
    }
    ApiMessage message = format.newMessage();
    try {
      message.read(new ByteBufferAccessor(body), header.version());
    } catch (RuntimeException e) { // Kafka's reader has checks of its own
      return malformed(header, e.toString());
    }
    return new Decoded<>(message);
  }

  /// Whether bytes behind the body are passed over, as Kafka passes over them everywhere:
  /// librdkafka (2.15 and before) writes an empty list of topics in four bytes where flexible
  /// versions have it in one, so that a request for all topics has three bytes too many (decision
  /// 0006).
  private static boolean mayBeFollowed(RequestHeader header) {
    return header.apiKey() == ApiKey.METADATA && header.version() >= FIRST_FLEXIBLE_METADATA;
  }

  private RequestFormat format(ApiKey apiKey) {
    RequestFormat format = formats[apiKey.id()];
    if (format == null) {
      format = RequestFormat.of(apiKey);
      formats[apiKey.id()] = format;
    }
    return format;
  }

  private static Malformed<ApiMessage> malformed(RequestHeader header, String problem) {
    return new Malformed<>(header.apiKey() + " v" + header.version() + ": " + problem);
  }
}
