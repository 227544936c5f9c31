package io.headrace.cli.produce;

import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Produce requests, written by hand so that the batches in them are not copied.
final class ProduceMessages {

  /// The first with compact lengths.
  static final int OLDEST_VERSION = 9;

  /// The last that calls a topic by its name.
  static final int NEWEST_VERSION = 12;

  private static final Encoding ENCODING = Encoding.COMPACT;

  private final WireWriter writer = new WireWriter();
  private final String topic;
  private final short acks;
  private final int timeoutMs;

  /// @param acks -1 for all
  /// @param timeoutMs how long the leader may wait for its followers
  ProduceMessages(String topic, short acks, int timeoutMs) {
    this.topic = topic;
    this.acks = acks;
    this.timeoutMs = timeoutMs;
  }

  /// The pieces of a request, at most one batch for each partition.
  List<ByteBuffer> request(List<Batch> batches) {
    var pieces = new ArrayList<ByteBuffer>();
    writer.clear();
    writer.writeString(ENCODING, null);
    writer.writeInt16(acks);
    writer.writeInt32(timeoutMs);
    writer.writeLength(ENCODING, 1);
    writer.writeString(ENCODING, topic);
    writer.writeLength(ENCODING, batches.size());
    for (Batch batch : batches) {
      writer.writeInt32(batch.partition());
      writer.writeLength(ENCODING, batch.sizeInBytes());
      pieces.add(writer.take());
      pieces.add(batch.bytes());
      writer.writeNoTaggedFields(ENCODING);
    }
    writer.writeNoTaggedFields(ENCODING);
    writer.writeNoTaggedFields(ENCODING);
    pieces.add(writer.take());
    return pieces;
  }
}
