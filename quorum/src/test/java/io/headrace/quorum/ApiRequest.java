package io.headrace.quorum;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.RequestHeader;

/// A request for the engine, as it comes to a node's controller listener.
record ApiRequest(short version, ApiMessage message, Consumer<ApiMessage> answer) {

  /// Reads a request from the wire, lets it be served, and writes the answer.
  static void serve(QuorumRequests requests, ByteBuffer frame, Consumer<ByteBuffer> answer) {
    RequestHeader header = RequestHeader.parse(frame);
    ApiMessage request = header.apiKey().messageType.newRequest();
    request.read(new ByteBufferAccessor(frame), header.apiVersion());
    if (header.apiKey() == ApiKeys.API_VERSIONS) {
      answer.accept(encode(header, versions()));
    } else if (header.apiKey() == ApiKeys.DESCRIBE_CLUSTER) {
      requests.describe(view -> answer.accept(encode(header, controllers(view))));
    } else {
      requests.serve(
          header.apiVersion(), request, response -> answer.accept(encode(header, response)));
    }
  }

  private static DescribeClusterResponseData controllers(QuorumView view) {
    var answer = new DescribeClusterResponseData().setClusterId(view.clusterId());
    answer.unknownTaggedFields().add(view.answering().asTaggedField());
    return answer;
  }

  private static ApiVersionsResponseData versions() {
    var answer = new ApiVersionsResponseData();
    answer
        .supportedFeatures()
        .add(
            new SupportedFeatureKey()
                .setName("kraft.version")
                .setMinVersion((short) 0)
                .setMaxVersion((short) 1));
    return answer;
  }

  private static ByteBuffer encode(RequestHeader header, ApiMessage response) {
    var cache = new ObjectSerializationCache();
    short headerVersion = header.apiKey().responseHeaderVersion(header.apiVersion());
    var responseHeader = new ResponseHeaderData().setCorrelationId(header.correlationId());
    ByteBuffer bytes =
        ByteBuffer.allocate(
            responseHeader.size(cache, headerVersion) + response.size(cache, header.apiVersion()));
    var writable = new ByteBufferAccessor(bytes);
    responseHeader.write(writable, cache, headerVersion);
    response.write(writable, cache, header.apiVersion());
    return bytes.flip();
  }
}
