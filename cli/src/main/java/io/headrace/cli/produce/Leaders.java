package io.headrace.cli.produce;

import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Brokers;
import io.headrace.cli.wire.Connection;
import io.headrace.cli.wire.Refusals;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;

/// Who leads each partition of one topic, as far as was heard.
final class Leaders {

  static final int NOBODY = -1;

  private final Brokers brokers;
  private final Target target;
  private final String topic;
  private final Map<Integer, Integer> leaders = new HashMap<>();

  Leaders(Brokers brokers, Target target, String topic) {
    this.brokers = brokers;
    this.target = target;
    this.topic = topic;
  }

  /// Asks the cluster, which makes the topic if it does such things; answers what it says of it.
  ///
  /// @throws Failure if nobody answers
  ErrorCode refresh() throws IOException {
    var request =
        new MetadataRequestData()
            .setTopics(List.of(new MetadataRequestTopic().setName(topic)))
            .setAllowAutoTopicCreation(true);
    MetadataResponseData answer = brokers.metadata(request);
    MetadataResponseTopic found = answer.topics().find(topic);
    if (found == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    ErrorCode error = ErrorCode.ofCode(found.errorCode());
    if (error == ErrorCode.NONE) {
      leaders.clear();
      for (MetadataResponsePartition partition : found.partitions()) {
        leaders.put(partition.partitionIndex(), partition.leaderId());
      }
    }
    return error;
  }

  int partitionCount() {
    return leaders.size();
  }

  /// A connection to the node that leads the partition.
  ///
  /// @throws IOException if nobody leads it, or the node does not answer
  Connection connection(int partition) throws IOException {
    int leader = leaders.getOrDefault(partition, NOBODY);
    if (leader == NOBODY) {
      throw new IOException("partition " + partition + " of " + topic + " has no leader");
    }
    return brokers.node(leader);
  }

  void forget(Connection broken) {
    brokers.forget(broken);
  }

  String topic() {
    return topic;
  }

  /// The end of a command that the cluster or the network did not let write.
  Failure failure(ErrorCode error, String said) {
    return Refusals.of(error, said, "write to topic " + topic, target.bootstrap());
  }

  void close() {
    brokers.close();
  }
}
