package io.headrace.quorum.identity;

import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.server.common.serialization.RecordSerde;

/// For snapshots that hold nothing but the engine's own records.
final class NoRecords implements RecordSerde<Void> {

  @Override
  public int recordSize(Void data, ObjectSerializationCache cache) {
    throw new IllegalStateException("there are no records");
  }

  @Override
  public void write(Void data, ObjectSerializationCache cache, Writable out) {
    throw new IllegalStateException("there are no records");
  }

  @Override
  public Void read(Readable input, int size) {
    throw new IllegalStateException("there are no records");
  }
}
