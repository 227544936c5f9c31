package io.headrace.broker.api.group;

import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;

/// The answer about one group in the form that it had before version 8.
final class OldOffsetFetch {

  private static final int FIRST_WITH_GROUP_ERROR = 2;

  private OldOffsetFetch() {}

  static OffsetFetchResponseData response(OffsetFetchResponseGroup group, int version) {
    var response = new OffsetFetchResponseData();
    if (version >= FIRST_WITH_GROUP_ERROR) {
      response.setErrorCode(group.errorCode());
    }
    for (OffsetFetchResponseTopics topic : group.topics()) {
      var old = new OffsetFetchResponseTopic().setName(topic.name());
      response.topics().add(old);
      topic
          .partitions()
          .forEach(partition ->
              old.partitions()
                  .add(
                      new OffsetFetchResponsePartition()
                          .setPartitionIndex(partition.partitionIndex())
                          .setCommittedOffset(partition.committedOffset())
                          .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                          .setMetadata(partition.metadata())
                          .setErrorCode(partition.errorCode())));
    }
    return response;
  }
}
