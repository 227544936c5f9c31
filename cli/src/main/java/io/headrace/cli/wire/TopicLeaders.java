package io.headrace.cli.wire;

import io.headrace.cli.line.Failure;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;

/// Who leads each partition of one topic, as far as was heard.
public final class TopicLeaders {

  private static final int NOBODY = -1;

  private final Brokers brokers;
  private final String topic;
  private final Creation creation;
  private final Map<Integer, Integer> leaders = new HashMap<>();

  /// Whether asking about a topic may make it.
  public enum Creation {
    ALLOWED,
    NONE
  }

  public TopicLeaders(Brokers brokers, String topic, Creation creation) {
    this.brokers = brokers;
    this.topic = topic;
    this.creation = creation;
  }

  /// Asks the cluster, which may make the topic if that is allowed; answers what it says of it.
  ///
  /// @throws Failure if nobody answers
  public ErrorCode refresh() throws IOException {
    var request =
        new MetadataRequestData()
            .setTopics(List.of(new MetadataRequestTopic().setName(topic)))
            .setAllowAutoTopicCreation(creation == Creation.ALLOWED);
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

  /// The numbers of all partitions, from 0 on.
  public Set<Integer> partitions() {
    return Set.copyOf(leaders.keySet());
  }

  public int partitionCount() {
    return leaders.size();
  }

  /// A connection to the node that leads the partition.
  ///
  /// @throws IOException if nobody leads it, or the node does not answer
  public Connection connection(int partition) throws IOException {
    int leader = leaders.getOrDefault(partition, NOBODY);
    if (leader == NOBODY) {
      throw new IOException("partition " + partition + " of " + topic + " has no leader");
    }
    return brokers.node(leader);
  }

  public void forget(Connection broken) {
    brokers.forget(broken);
  }

  public String topic() {
    return topic;
  }

  public void close() {
    brokers.close();
  }
}
