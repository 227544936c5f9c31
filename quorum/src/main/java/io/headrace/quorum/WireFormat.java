package io.headrace.quorum;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// Requests to other nodes and their answers as bytes: header and body, without the length in
/// front, in the newest version that this release knows. All nodes of a quorum are of releases that
/// know the same versions.
final class WireFormat {

  private WireFormat() {}

  static short version(ApiKeys api) {
    return api.latestVersion(false);
  }

  static ByteBuffer encode(ApiMessage body, int correlationId, String clientId) {
    ApiKeys api = ApiKeys.forId(body.apiKey());
    short version = version(api);
    var header =
        new RequestHeaderData()
            .setRequestApiKey(api.id)
            .setRequestApiVersion(version)
            .setCorrelationId(correlationId)
            .setClientId(clientId);
    short headerVersion = api.requestHeaderVersion(version);
    var cache = new ObjectSerializationCache();
    ByteBuffer frame =
        ByteBuffer.allocate(header.size(cache, headerVersion) + body.size(cache, version));
    var writable = new ByteBufferAccessor(frame);
    header.write(writable, cache, headerVersion);
    body.write(writable, cache, version);
    return frame.flip();
  }

  /// @param frame parts of it may be part of the answer
  /// @throws RuntimeException if it is no answer to that request
  static ApiMessage decode(ApiKeys api, int correlationId, ByteBuffer frame) {
    short version = version(api);
    var readable = new ByteBufferAccessor(frame);
    var header = new ResponseHeaderData(readable, api.responseHeaderVersion(version));
    if (header.correlationId() != correlationId) {
      throw new IllegalArgumentException("it answers request " + header.correlationId());
    }
    ApiMessage body = api.messageType.newResponse();
    body.read(readable, version);
    return body;
  }
}
