package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.codec.MetadataCodec;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.server.common.serialization.RecordSerde;

/// Metadata records as the engine reads and writes them.
final class MetadataSerde implements RecordSerde<MetadataRecord> {

  @Override
  public int recordSize(MetadataRecord record, ObjectSerializationCache cache) {
    byte[] bytes = MetadataCodec.encode(record);
    cache.cacheSerializedValue(record, bytes);
    return bytes.length;
  }

  @Override
  public void write(MetadataRecord record, ObjectSerializationCache cache, Writable out) {
    byte[] bytes = cache.getSerializedValue(record);
    out.writeByteArray(bytes == null ? MetadataCodec.encode(record) : bytes);
  }

  @Override
  public MetadataRecord read(Readable input, int size) {
    return MetadataCodec.decode(ByteBuffer.wrap(input.readArray(size)));
  }
}
