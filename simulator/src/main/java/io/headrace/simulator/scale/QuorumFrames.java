package io.headrace.simulator.scale;

import io.headrace.quorum.QuorumRequests;
import io.headrace.quorum.QuorumView;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// What nodes of a quorum ask each other, read from the wire, answered by the metadata log, and
/// written: a controller listener without a node around it.
final class QuorumFrames {
  private QuorumFrames() {}

  static ApiKeys keyOf(ByteBuffer frame) {
    return ApiKeys.forId(frame.getShort(frame.position()));
  }

  static void serve(QuorumRequests requests, ByteBuffer frame, Consumer<ByteBuffer> answer) {
    ApiKeys key = keyOf(frame);
    short version = frame.getShort(frame.position() + Short.BYTES);
    var readable = new ByteBufferAccessor(frame);
    var header = new RequestHeaderData(readable, key.requestHeaderVersion(version));
    ApiMessage request = key.messageType.newRequest();
    request.read(readable, version);
    switch (key) {
      case API_VERSIONS -> answer.accept(encode(key, header, versions()));
      case DESCRIBE_CLUSTER ->
          requests.describe(view -> answer.accept(encode(key, header, cluster(view))));
      default ->
          requests.serve(
              version, request, response -> answer.accept(encode(key, header, response)));
    }
  }

  private static DescribeClusterResponseData cluster(QuorumView view) {
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

  private static ByteBuffer encode(ApiKeys key, RequestHeaderData request, ApiMessage response) {
    short version = request.requestApiVersion();
    short headerVersion = key.responseHeaderVersion(version);
    var header = new ResponseHeaderData().setCorrelationId(request.correlationId());
    var cache = new ObjectSerializationCache();
    ByteBuffer bytes =
        ByteBuffer.allocate(header.size(cache, headerVersion) + response.size(cache, version));
    var writable = new ByteBufferAccessor(bytes);
    header.write(writable, cache, headerVersion);
    response.write(writable, cache, version);
    return bytes.flip();
  }
}
