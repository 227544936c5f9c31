package io.headrace.cli.admin;

import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;

/// The nodes behind a connection of our own.
final class WireNodes implements Nodes {

  private static final String METADATA_TOPIC = "__cluster_metadata";

  private final Asker asker;

  WireNodes(Asker asker) {
    this.asker = asker;
  }

  @Override
  public ClusterSummary describe() {
    MetadataResponseData metadata = asker.metadata("describe the cluster", List.of());
    var nodes = new ArrayList<NodeSummary>();
    for (MetadataResponseBroker node : metadata.brokers()) {
      nodes.add(new NodeSummary(node.nodeId(), node.host(), node.port()));
    }
    int controller = metadata.controllerId();
    return new ClusterSummary(
        String.valueOf(metadata.clusterId()), controller < 0 ? controller : quorumLeader(), nodes);
  }

  /// Clients are told of a broker that stands in for a controller that they cannot reach; the
  /// quorum tells who it is.
  private int quorumLeader() {
    var partition = new DescribeQuorumRequestData.PartitionData().setPartitionIndex(0);
    var topic =
        new DescribeQuorumRequestData.TopicData()
            .setTopicName(METADATA_TOPIC)
            .setPartitions(List.of(partition));
    DescribeQuorumResponseData answer =
        asker.any(
            "describe the quorum",
            new Question<>(
                ApiKey.DESCRIBE_QUORUM,
                0,
                1,
                new DescribeQuorumRequestData().setTopics(List.of(topic)),
                new DescribeQuorumResponseData()));
    return answer.topics().stream()
        .flatMap(each -> each.partitions().stream())
        .filter(each -> each.errorCode() == ErrorCode.NONE.code())
        .mapToInt(DescribeQuorumResponseData.PartitionData::leaderId)
        .findFirst()
        .orElse(-1);
  }

  @Override
  public List<FailedDirectory> failedDirectories() {
    String what = "ask for log directories";
    var failed = new ArrayList<FailedDirectory>();
    for (MetadataResponseBroker node : asker.metadata(what, List.of()).brokers()) {
      DescribeLogDirsResponseData answer =
          asker.node(
              node.nodeId(),
              what,
              new Question<>(
                  ApiKey.DESCRIBE_LOG_DIRS,
                  1,
                  4,
                  new DescribeLogDirsRequestData(), // of no topic
                  new DescribeLogDirsResponseData()));
      for (DescribeLogDirsResult directory : answer.results()) {
        if (directory.errorCode() == ErrorCode.KAFKA_STORAGE_ERROR.code()) {
          failed.add(new FailedDirectory(node.nodeId(), directory.logDir()));
        }
      }
    }
    return failed;
  }
}
