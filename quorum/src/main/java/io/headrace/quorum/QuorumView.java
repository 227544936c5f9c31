package io.headrace.quorum;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.jspecify.annotations.Nullable;

/// A quorum as one of its nodes, or one that is none yet, sees it.
///
/// @param clusterId empty if this node is new and belongs to none
/// @param leaderId −1 if none is known
/// @param controllers the voters, as far as they are known
public record QuorumView(
    Answering answering, String clusterId, int leaderId, List<Controller> controllers) {

  public QuorumView {
    controllers = List.copyOf(controllers);
  }

  /// A voter, and where its controller listener is.
  public record Controller(int nodeId, String host, int port) {}

  /// Who says so.
  ///
  /// @param directoryId what its metadata directory is called among voters, or will be
  public record Answering(int nodeId, String directoryId) {

    /// A tag that Kafka does not use in an answer to DescribeCluster.
    private static final int TAG = 18_514;

    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

    /// As it travels in an answer to DescribeCluster: the node's id, then 16 bytes.
    public RawTaggedField asTaggedField() {
      Uuid id = Uuid.fromString(directoryId);
      return new RawTaggedField(
          TAG,
          ByteBuffer.allocate(BYTES)
              .putInt(nodeId)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array());
    }

    /// Null if none of the fields says who answered: it is no node of this kind.
    static @Nullable Answering in(List<RawTaggedField> fields) {
      for (RawTaggedField field : fields) {
        if (field.tag() == TAG && field.size() == BYTES) {
          ByteBuffer bytes = ByteBuffer.wrap(field.data());
          return new Answering(
              bytes.getInt(), new Uuid(bytes.getLong(), bytes.getLong()).toString());
        }
      }
      return null;
    }
  }
}
