package io.headrace.group.state;

import io.headrace.base.TopicPartition;
import io.headrace.coordinator.RecordCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Kafka's keys: a type (which it calls a version) and the names. Types from 3 on belong to kinds
/// of groups that are not served yet; their records are left alone.
public final class GroupRecordCodec implements RecordCodec<GroupRecord> {

  private static final int OLD_OFFSET_KEY = 0;
  private static final int OFFSET_KEY = 1;
  private static final int GROUP_KEY = 2;

  @Override
  public ByteBuffer key(GroupRecord record) {
    return switch (record) {
      case GroupRecord.OffsetCommitted committed ->
          offsetKey(committed.groupId(), committed.partition());
      case GroupRecord.OffsetRemoved removed -> offsetKey(removed.groupId(), removed.partition());
      case GroupRecord.GroupStored stored -> groupKey(stored.groupId());
      case GroupRecord.GroupRemoved removed -> groupKey(removed.groupId());
    };
  }

  @Override
  public @Nullable ByteBuffer value(GroupRecord record) {
    return switch (record) {
      case GroupRecord.OffsetCommitted committed -> OffsetFormat.write(committed.offset());
      case GroupRecord.GroupStored stored -> GroupFormat.write(stored.metadata());
      case GroupRecord.OffsetRemoved _, GroupRecord.GroupRemoved _ -> null;
    };
  }

  @Override
  public @Nullable GroupRecord read(ByteBuffer key, @Nullable ByteBuffer value) {
    ByteBuffer k = key.duplicate();
    ByteBuffer v = value == null ? null : value.duplicate();
    try {
      int type = k.getShort();
      return switch (type) {
        case OLD_OFFSET_KEY, OFFSET_KEY -> readOffset(new FieldReader(k, false), v);
        case GROUP_KEY -> readGroup(new FieldReader(k, false), v);
        default -> null;
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a record of the offsets topic is cut off", e);
    }
  }

  static int readVersion(ByteBuffer value, int newest) {
    int version = value.getShort();
    if (version < 0 || version > newest) {
      throw new IllegalArgumentException("version " + version + ", known up to " + newest);
    }
    return version;
  }

  private static GroupRecord readOffset(FieldReader key, @Nullable ByteBuffer value) {
    String groupId = key.readString();
    var partition = new TopicPartition(key.readString(), key.readInt());
    return value == null
        ? new GroupRecord.OffsetRemoved(groupId, partition)
        : new GroupRecord.OffsetCommitted(groupId, partition, OffsetFormat.read(value));
  }

  private static GroupRecord readGroup(FieldReader key, @Nullable ByteBuffer value) {
    String groupId = key.readString();
    return value == null
        ? new GroupRecord.GroupRemoved(groupId)
        : new GroupRecord.GroupStored(groupId, GroupFormat.read(value));
  }

  private static ByteBuffer offsetKey(String groupId, TopicPartition partition) {
    return new FieldWriter()
        .writeShort(OFFSET_KEY)
        .writeString(groupId)
        .writeString(partition.topic())
        .writeInt(partition.partition())
        .done();
  }

  private static ByteBuffer groupKey(String groupId) {
    return new FieldWriter().writeShort(GROUP_KEY).writeString(groupId).done();
  }
}
