package io.headrace.replication;

import io.headrace.base.PartitionId;
import io.headrace.log.LogSlice;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.ReadRequest;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.ReplicaFetch;
import java.io.IOException;
import java.util.ArrayList;

/// Answers questions that belong to no session: of replicas that have lost something. It is read
/// from whatever is here, led or followed, committed or not; whoever asked compares the epochs.
final class SingleReads {

  private SingleReads() {}

  static FollowerAnswer answer(Partitions partitions, ReplicaFetch request) {
    var parts = new ArrayList<FollowerAnswer.Part>();
    int left = request.limits().maxBytes();
    for (ReplicaFetch.Item item : request.changed()) {
      int maxBytes = Math.min(left, request.limits().maxPartitionBytes());
      FollowerAnswer.Part part = read(partitions, item, maxBytes, parts.isEmpty());
      left = Math.max(0, left - part.bytes());
      parts.add(part);
    }
    return new FollowerAnswer(ErrorCode.NONE, 0, parts);
  }

  private static FollowerAnswer.Part read(
      Partitions partitions, ReplicaFetch.Item item, int maxBytes, boolean orOneBatch) {
    PartitionId id = item.partition();
    ReadablePartition from = partitions.findReadable(id.topicId(), id.partition());
    if (from == null) {
      return failed(id, partitions.errorForReplica(id));
    }
    try {
      LogSlice slice =
          from.log()
              .read(
                  new ReadRequest(
                      item.wish().fetchOffset(), from.log().writtenEnd(), maxBytes, orOneBatch));
      return new FollowerAnswer.Part(
          id, ErrorCode.NONE, from.highWatermark(), from.log().startOffset(), null, slice);
    } catch (OffsetOutOfRange | IOException e) {
      return failed(id, ReadablePartition.errorOf(e));
    }
  }

  private static FollowerAnswer.Part failed(PartitionId id, ErrorCode error) {
    return new FollowerAnswer.Part(id, error, -1, -1, null, null);
  }
}
