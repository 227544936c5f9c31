package io.headrace.record;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The end of a transaction in a partition (KIP-98): the one record of a control batch.
///
/// Key: version int16, type int16. Value: version int16, coordinator epoch int32.
///
/// @param coordinatorEpoch the epoch of the transaction coordinator that wrote it
public record ControlRecord(Type type, int coordinatorEpoch) {

  /// How the transaction ended.
  public enum Type {
    ABORT(0),
    COMMIT(1);

    private final short id;

    Type(int id) {
      this.id = (short) id;
    }
  }

  private static final short VERSION = 0;
  private static final int KEY_BYTES = 4;
  private static final int VALUE_BYTES = 6;

  /// The bytes of the record's key.
  public ByteBuffer key() {
    return ByteBuffer.allocate(KEY_BYTES).putShort(VERSION).putShort(type.id).flip();
  }

  /// The bytes of the record's value.
  public ByteBuffer value() {
    return ByteBuffer.allocate(VALUE_BYTES).putShort(VERSION).putInt(coordinatorEpoch).flip();
  }

  /// Reads a record of a control batch; nothing if it is no transaction marker of a version known
  /// here (later versions may only add fields at the end).
  public static Optional<ControlRecord> parse(
      @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    if (key == null || value == null) {
      return Optional.empty();
    }
    if (key.remaining() < KEY_BYTES || value.remaining() < VALUE_BYTES) {
      return Optional.empty();
    }
    int keyVersion = key.getShort(key.position());
    int typeId = key.getShort(key.position() + 2);
    int valueVersion = value.getShort(value.position());
    boolean isMarker = typeId == Type.ABORT.id || typeId == Type.COMMIT.id;
    if (keyVersion < VERSION || valueVersion < VERSION || !isMarker) {
      return Optional.empty();
    }
    Type type = typeId == Type.COMMIT.id ? Type.COMMIT : Type.ABORT;
    return Optional.of(new ControlRecord(type, value.getInt(value.position() + 2)));
  }

  /// The marker as a whole batch, ready to be appended: one transactional control record.
  public ByteBuffer toBatch(long producerId, short producerEpoch, long timestampMs) {
    return BatchBuilder.plain()
        .producer(producerId, producerEpoch, RecordBatch.NO_SEQUENCE)
        .transactional()
        .control()
        .append(timestampMs, key(), value())
        .build();
  }
}
