package io.headrace.protocol;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.EnvelopeResponseData;
import org.apache.kafka.common.protocol.types.RawTaggedField;

/// What a controller says in the answer to an Envelope beyond what Kafka's does: up to which offset
/// the metadata has to be known for the answer to be true. Others skip it.
public final class EnvelopeFields {

  /// An int64, big-endian. Kafka's own tags are small numbers.
  private static final int OFFSET_TAG = 9_002;

  /// A controller that does not say.
  public static final long UNKNOWN = -1;

  private EnvelopeFields() {}

  public static EnvelopeResponseData putOffset(EnvelopeResponseData answer, long offset) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
    answer.unknownTaggedFields().add(new RawTaggedField(OFFSET_TAG, value));
    return answer;
  }

  /// [#UNKNOWN] if the controller does not say.
  public static long offset(EnvelopeResponseData answer) {
    for (RawTaggedField field : answer.unknownTaggedFields()) {
      if (field.tag() == OFFSET_TAG && field.size() == Long.BYTES) {
        return ByteBuffer.wrap(field.data()).getLong();
      }
    }
    return UNKNOWN;
  }
}
