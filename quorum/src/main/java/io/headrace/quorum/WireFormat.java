package io.headrace.quorum;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.FetchSnapshotResponseData;
import org.apache.kafka.common.message.FetchSnapshotResponseData.PartitionSnapshot;
import org.apache.kafka.common.message.FetchSnapshotResponseData.TopicSnapshot;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.UnalignedMemoryRecords;

/// Requests to other nodes and their answers as bytes: header and body, without the length in
/// front, in the versions that belong to level 1 of `headrace.version` (docs/decisions/0016): every
/// node of the cluster knows them.
final class WireFormat {

  private WireFormat() {}

  /// The version in which nodes ask each other.
  ///
  /// @throws IllegalArgumentException for what nodes of a quorum do not ask each other
  static short version(ApiKeys api) {
    return switch (api) {
      case VOTE, DESCRIBE_CLUSTER -> 2;
      case BEGIN_QUORUM_EPOCH, END_QUORUM_EPOCH, FETCH_SNAPSHOT, ADD_RAFT_VOTER -> 1;
      case UPDATE_RAFT_VOTER, REMOVE_RAFT_VOTER -> 0;
      case FETCH -> 18;
      case API_VERSIONS -> 4;
      default -> throw new IllegalArgumentException("nodes of a quorum do not ask for " + api);
    };
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

  /// Pieces of a snapshot come as a kind of records that only Kafka's own network can write, and
  /// none at all, with an error, as null, which cannot be written.
  static ApiMessage asWritten(ApiMessage answer) {
    if (answer instanceof FetchSnapshotResponseData snapshot) {
      for (TopicSnapshot topic : snapshot.topics()) {
        for (PartitionSnapshot part : topic.partitions()) {
          if (part.unalignedRecords() == null) {
            part.setUnalignedRecords(MemoryRecords.EMPTY);
          } else if (part.unalignedRecords() instanceof UnalignedMemoryRecords records) {
            part.setUnalignedRecords(MemoryRecords.readableRecords(records.buffer()));
          }
        }
      }
    }
    return answer;
  }
}
