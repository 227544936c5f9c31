package io.headrace.protocol;

import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.WireWriter;
import java.util.List;

/// Writes the tagged fields by which Produce and Fetch responses name new leaders (KIP-951).
public final class LeaderFields {

  private static final int LEADER_BYTES = 2 * Integer.BYTES + 1;
  private static final int NODE_ENDPOINTS_TAG = 0;

  private LeaderFields() {}

  /// One tagged field, without the count of tagged fields in front.
  public static void writeLeader(WireWriter writer, int tag, LeaderHint leader) {
    writer.writeUnsignedVarint(tag);
    writer.writeUnsignedVarint(LEADER_BYTES);
    writer.writeInt32(leader.leaderId());
    writer.writeInt32(leader.leaderEpoch());
    writer.writeNoTaggedFields(Encoding.COMPACT);
  }

  /// All tagged fields of the response itself: the endpoints if there are any.
  public static void writeNodeEndpoints(WireWriter writer, List<NodeEndpoint> endpoints) {
    if (endpoints.isEmpty()) {
      writer.writeNoTaggedFields(Encoding.COMPACT);
      return;
    }
    var content = new WireWriter();
    content.writeLength(Encoding.COMPACT, endpoints.size());
    for (NodeEndpoint endpoint : endpoints) {
      content.writeInt32(endpoint.nodeId());
      content.writeString(Encoding.COMPACT, endpoint.host());
      content.writeInt32(endpoint.port());
      content.writeString(Encoding.COMPACT, endpoint.rack());
      content.writeNoTaggedFields(Encoding.COMPACT);
    }
    writer.writeUnsignedVarint(1);
    writer.writeUnsignedVarint(NODE_ENDPOINTS_TAG);
    writer.writeUnsignedVarint(content.size());
    writer.writeBytes(content.take());
  }
}
