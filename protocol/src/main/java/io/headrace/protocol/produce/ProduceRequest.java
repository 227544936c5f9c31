package io.headrace.protocol.produce;

import io.headrace.base.TopicId;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.Nulls;
import io.headrace.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Produce request whose records are views of the frame.
///
/// @param transactionalId null outside of a transaction
/// @param acks 0 no answer, 1 the leader alone, -1 all in-sync replicas; not checked yet
/// @param timeoutMs how long to wait for the replicas
public record ProduceRequest(
    short version,
    @Nullable String transactionalId,
    short acks,
    int timeoutMs,
    List<TopicRecords> topics) {

  /// The first version that names topics by id (KIP-516).
  public static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;

  private static final short FIRST_FLEXIBLE_VERSION = 9;
  private static final int TOPIC_ID_BYTES = 16;

  /// What is to be stored in one topic.
  ///
  /// @param name empty in versions with topic ids
  /// @param id [TopicId#ZERO] in versions without
  public record TopicRecords(String name, TopicId id, List<PartitionRecords> partitions) {}

  /// What is to be stored in one partition.
  ///
  /// @param records what should be one batch; nobody has looked at it yet. Null if the client sent
  ///   none.
  public record PartitionRecords(int partition, @Nullable ByteBuffer records) {}

  /// Decodes the body of a Produce request.
  ///
  /// @param frame the whole frame; the records stay views of it, as long as it is valid
  // hot: ProduceMessagesBenchmark
  public static Decoding<ProduceRequest> decode(RequestHeader header, ByteBuffer frame) {
    WireReader reader = new WireReader().over(header.bodyOf(frame));
    ProduceRequest request = read(reader, header.version());
    reader.expectEnd();
    String problem = reader.problem();
    return problem == null
        ? new Decoding.Decoded<>(request)
        : new Decoding.Malformed<>("PRODUCE v" + header.version() + ": " + problem);
  }

  private static ProduceRequest read(WireReader reader, short version) {
    Encoding encoding = version >= FIRST_FLEXIBLE_VERSION ? Encoding.COMPACT : Encoding.FIXED;
    String transactionalId = reader.readString(encoding, Nulls.ALLOWED);
    short acks = reader.readInt16();
    int timeoutMs = reader.readInt32();
    int count = reader.readCount(encoding, Nulls.FORBIDDEN, minimumTopicBytes(version));
    List<TopicRecords> topics = new ArrayList<>(count);
    for (int i = 0; i < count && reader.isSound(); i++) {
      topics.add(readTopic(reader, encoding, version));
    }
    skipTaggedFields(reader, encoding);
    return new ProduceRequest(version, transactionalId, acks, timeoutMs, topics);
  }

  private static TopicRecords readTopic(WireReader reader, Encoding encoding, short version) {
    String name = "";
    TopicId id = TopicId.ZERO;
    if (version >= FIRST_VERSION_WITH_TOPIC_IDS) {
      id = new TopicId(reader.readInt64(), reader.readInt64());
    } else {
      String read = reader.readString(encoding, Nulls.FORBIDDEN);
      name = read == null ? "" : read;
    }
    int count = reader.readCount(encoding, Nulls.FORBIDDEN, minimumPartitionBytes(encoding));
    List<PartitionRecords> partitions = new ArrayList<>(count);
    for (int i = 0; i < count && reader.isSound(); i++) {
      int partition = reader.readInt32();
      ByteBuffer records = reader.readBytes(encoding, Nulls.ALLOWED);
      partitions.add(new PartitionRecords(partition, records));
      skipTaggedFields(reader, encoding);
    }
    skipTaggedFields(reader, encoding);
    return new TopicRecords(name, id, partitions);
  }

  private static void skipTaggedFields(WireReader reader, Encoding encoding) {
    if (encoding == Encoding.COMPACT) {
      reader.skipTaggedFields();
    }
  }

  /// Name or id, and a count of partitions.
  private static int minimumTopicBytes(short version) {
    if (version >= FIRST_VERSION_WITH_TOPIC_IDS) {
      return TOPIC_ID_BYTES + 2;
    }
    return version >= FIRST_FLEXIBLE_VERSION ? 3 : Short.BYTES + Integer.BYTES;
  }

  /// A number and a length.
  private static int minimumPartitionBytes(Encoding encoding) {
    return Integer.BYTES + (encoding == Encoding.COMPACT ? 2 : Integer.BYTES);
  }
}
