package io.headrace.protocol.fetch;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// What a follower puts into Fetch and takes out of its answer beyond what consumers do.
///
/// Kafka's Fetch says where a follower's log ends, not how much of it is on stable storage. Between
/// our brokers that travels in a tagged field of the partition, which others skip.
public final class ReplicaFields {

  /// Tag of the synced end: an int64, big-endian. Kafka's own tags are small numbers.
  static final int SYNCED_END_TAG = 9_001;

  /// A follower that does not say.
  public static final long UNKNOWN = -1;

  private ReplicaFields() {}

  public static void putSyncedEnd(FetchPartition partition, long syncedEnd) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(syncedEnd).array();
    partition.unknownTaggedFields().add(new RawTaggedField(SYNCED_END_TAG, value));
  }

  /// Everything below is on the follower's stable storage; [#UNKNOWN] if it does not say.
  public static long syncedEnd(FetchPartition partition) {
    List<RawTaggedField> fields = partition.unknownTaggedFields();
    for (RawTaggedField field : fields) {
      if (field.tag() == SYNCED_END_TAG && field.size() == Long.BYTES) {
        return ByteBuffer.wrap(field.data()).getLong();
      }
    }
    return UNKNOWN;
  }

  /// The records of a decoded answer: a view of its frame.
  public static ByteBuffer records(PartitionData partition) {
    return partition.records() instanceof MemoryRecords records
        ? records.buffer()
        : ByteBuffer.allocate(0);
  }
}
