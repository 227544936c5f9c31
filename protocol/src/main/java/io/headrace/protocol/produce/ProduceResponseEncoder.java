package io.headrace.protocol.produce;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.LeaderFields;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.produce.ProduceResponse.Failure;
import io.headrace.protocol.produce.ProduceResponse.PartitionResult;
import io.headrace.protocol.produce.ProduceResponse.RecordError;
import io.headrace.protocol.produce.ProduceResponse.TopicResult;
import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes Produce responses in every version: header and body, without the length in front.
///
/// Used by one thread; keeps its memory.
public final class ProduceResponseEncoder {

  private static final short FIRST_VERSION_WITH_LOG_START_OFFSET = 5;
  private static final short FIRST_VERSION_WITH_RECORD_ERRORS = 8;
  private static final short FIRST_VERSION_WITH_LEADERS = 10;
  private static final int CURRENT_LEADER_TAG = 0;

  private final WireWriter writer = new WireWriter();

  /// The answer to a request of the API Produce.
  // hot: ProduceMessagesBenchmark
  public ByteBuffer encode(RequestHeader request, ProduceResponse response) {
    short version = request.version();
    Encoding encoding = ApiKey.PRODUCE.isFlexible(version) ? Encoding.COMPACT : Encoding.FIXED;
    writer.clear();
    writer.writeInt32(request.correlationId());
    writer.writeNoTaggedFields(encoding);
    writer.writeLength(encoding, response.topics().size());
    for (int i = 0; i < response.topics().size(); i++) {
      writeTopic(response.topics().get(i), encoding, version);
    }
    writer.writeInt32(response.throttleTimeMs());
    if (version >= FIRST_VERSION_WITH_LEADERS) {
      LeaderFields.writeNodeEndpoints(writer, response.nodeEndpoints());
    } else {
      writer.writeNoTaggedFields(encoding);
    }
    return writer.take();
  }

  private void writeTopic(TopicResult topic, Encoding encoding, short version) {
    if (version >= ProduceRequest.FIRST_VERSION_WITH_TOPIC_IDS) {
      writer.writeInt64(topic.id().mostSignificantBits());
      writer.writeInt64(topic.id().leastSignificantBits());
    } else {
      writer.writeString(encoding, topic.name());
    }
    List<PartitionResult> partitions = topic.partitions();
    writer.writeLength(encoding, partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      writePartition(partitions.get(i), encoding, version);
    }
    writer.writeNoTaggedFields(encoding);
  }

  private void writePartition(PartitionResult result, Encoding encoding, short version) {
    writer.writeInt32(result.partition());
    writer.writeInt16(result.error().code());
    writer.writeInt64(result.baseOffset());
    writer.writeInt64(result.logAppendTimeMs());
    if (version >= FIRST_VERSION_WITH_LOG_START_OFFSET) {
      writer.writeInt64(result.logStartOffset());
    }
    Failure failure = result.failure();
    if (version >= FIRST_VERSION_WITH_RECORD_ERRORS) {
      writeRecordErrors(failure == null ? List.of() : failure.recordErrors(), encoding);
      writer.writeString(encoding, failure == null ? null : failure.message());
    }
    writePartitionTags(failure == null ? null : failure.currentLeader(), encoding, version);
  }

  private void writeRecordErrors(List<RecordError> errors, Encoding encoding) {
    writer.writeLength(encoding, errors.size());
    for (RecordError error : errors) {
      writer.writeInt32(error.recordIndex());
      writer.writeString(encoding, error.message());
      writer.writeNoTaggedFields(encoding);
    }
  }

  private void writePartitionTags(@Nullable LeaderHint leader, Encoding encoding, short version) {
    if (leader == null || version < FIRST_VERSION_WITH_LEADERS) {
      writer.writeNoTaggedFields(encoding);
    } else {
      writer.writeUnsignedVarint(1);
      LeaderFields.writeLeader(writer, CURRENT_LEADER_TAG, leader);
    }
  }
}
