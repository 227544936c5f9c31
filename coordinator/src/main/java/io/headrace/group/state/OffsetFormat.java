package io.headrace.group.state;

import io.headrace.base.TopicId;
import java.nio.ByteBuffer;

/// Kafka's `OffsetCommitValue`: read in versions 0 to 4; written in version 4, or in version 1,
/// which alone has an expiry time, where the consumer asked for one.
final class OffsetFormat {

  private static final int VERSION_WITH_EXPIRY = 1;
  private static final int NEWEST_VERSION = 4;
  private static final int TAG_TOPIC_ID = 0;
  private static final int TOPIC_ID_BYTES = 16;

  private OffsetFormat() {}

  static ByteBuffer write(CommittedOffset offset) {
    var out = new FieldWriter();
    if (offset.expireTimestampMs() != CommittedOffset.NO_EXPIRY) {
      return out.writeShort(VERSION_WITH_EXPIRY)
          .writeLong(offset.offset())
          .writeString(offset.metadata())
          .writeLong(offset.commitTimestampMs())
          .writeLong(offset.expireTimestampMs())
          .done();
    }
    out.writeShort(NEWEST_VERSION)
        .writeLong(offset.offset())
        .writeInt(offset.leaderEpoch())
        .writeCompactString(offset.metadata())
        .writeLong(offset.commitTimestampMs());
    TopicId topicId = offset.topicId();
    if (topicId.isZero()) {
      return out.writeVarint(0).done();
    }
    return out.writeVarint(1)
        .writeVarint(TAG_TOPIC_ID)
        .writeVarint(TOPIC_ID_BYTES)
        .writeLong(topicId.mostSignificantBits())
        .writeLong(topicId.leastSignificantBits())
        .done();
  }

  static CommittedOffset read(ByteBuffer value) {
    int version = GroupRecordCodec.readVersion(value, NEWEST_VERSION);
    var in = new FieldReader(value, version >= NEWEST_VERSION);
    long offset = in.readLong();
    int leaderEpoch = version >= 3 ? in.readInt() : CommittedOffset.NO_LEADER_EPOCH;
    String metadata = in.readString();
    long commitTimestampMs = in.readLong();
    long expireTimestampMs =
        version == VERSION_WITH_EXPIRY ? in.readLong() : CommittedOffset.NO_EXPIRY;
    TopicId topicId = version >= NEWEST_VERSION ? readTags(in) : TopicId.ZERO;
    return new CommittedOffset(
        offset, leaderEpoch, metadata, commitTimestampMs, expireTimestampMs, topicId);
  }

  private static TopicId readTags(FieldReader in) {
    TopicId topicId = TopicId.ZERO;
    int count = in.readVarint();
    for (int i = 0; i < count; i++) {
      int tag = in.readVarint();
      int length = in.readVarint();
      if (tag == TAG_TOPIC_ID) {
        topicId = new TopicId(in.readLong(), in.readLong());
      } else {
        in.skip(length);
      }
    }
    return topicId;
  }
}
