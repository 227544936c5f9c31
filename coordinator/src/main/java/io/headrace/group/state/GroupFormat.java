package io.headrace.group.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kafka's `GroupMetadataValue`: read in versions 0 to 4, written in version 3, which is the one
/// that Kafka 4.3 writes.
final class GroupFormat {

  private static final int VERSION = 3;
  private static final int NEWEST_VERSION = 4;
  private static final int MIN_MEMBER_BYTES = 12;

  private GroupFormat() {}

  static ByteBuffer write(GroupMetadata group) {
    var out = new FieldWriter();
    out.writeShort(VERSION)
        .writeString(group.protocolType())
        .writeInt(group.generation())
        .writeString(group.protocolName())
        .writeString(group.leaderId())
        .writeLong(group.stateTimestampMs())
        .writeInt(group.members().size());
    for (MemberMetadata member : group.members()) {
      out.writeString(member.memberId())
          .writeString(member.groupInstanceId())
          .writeString(member.clientId())
          .writeString(member.clientHost())
          .writeInt(member.rebalanceTimeoutMs())
          .writeInt(member.sessionTimeoutMs())
          .writeBlob(member.subscription())
          .writeBlob(member.assignment());
    }
    return out.done();
  }

  static GroupMetadata read(ByteBuffer value) {
    int version = GroupRecordCodec.readVersion(value, NEWEST_VERSION);
    var in = new FieldReader(value, version >= NEWEST_VERSION);
    String protocolType = in.readString();
    int generation = in.readInt();
    String protocolName = in.readNullableString();
    String leaderId = in.readNullableString();
    long stateTimestampMs = version >= 2 ? in.readLong() : -1;
    int count = in.readCount();
    if (count > value.remaining() / MIN_MEMBER_BYTES) {
      throw new IllegalArgumentException(count + " members in " + value.remaining() + " bytes");
    }
    List<MemberMetadata> members = new ArrayList<>(Math.max(0, count));
    for (int i = 0; i < count; i++) {
      members.add(readMember(in, version));
    }
    in.skipTags();
    return new GroupMetadata(
        protocolType, generation, protocolName, leaderId, stateTimestampMs, members);
  }

  private static MemberMetadata readMember(FieldReader in, int version) {
    String memberId = in.readString();
    @Nullable String groupInstanceId = version >= 3 ? in.readNullableString() : null;
    String clientId = in.readString();
    String clientHost = in.readString();
    int rebalanceTimeoutMs = version >= 1 ? in.readInt() : -1;
    int sessionTimeoutMs = in.readInt();
    Blob subscription = in.readBlob();
    Blob assignment = in.readBlob();
    in.skipTags();
    return new MemberMetadata(
        memberId,
        groupInstanceId,
        clientId,
        clientHost,
        rebalanceTimeoutMs < 0 ? sessionTimeoutMs : rebalanceTimeoutMs,
        sessionTimeoutMs,
        subscription,
        assignment);
  }
}
