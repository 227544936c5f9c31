package io.headrace.cli.admin;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Groups;
import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.cluster.Topics;
import io.headrace.cli.kafka.KafkaCluster;
import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Brokers;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.jspecify.annotations.Nullable;

/// A cluster behind a connection of our own.
public final class WireCluster implements Cluster {

  private static final String METADATA_TOPIC = "__cluster_metadata";

  private final Brokers brokers;
  private final Asker asker;
  private final Target target;
  private @Nullable KafkaCluster client;

  private WireCluster(Brokers brokers, Asker asker, Target target) {
    this.brokers = brokers;
    this.asker = asker;
    this.target = target;
  }

  /// @throws Failure if nobody listens there
  public static WireCluster connect(Target target) {
    Brokers brokers = Brokers.connect(target);
    return new WireCluster(brokers, new Asker(brokers, target.bootstrap()), target);
  }

  @Override
  public Nodes nodes() {
    return this::summary;
  }

  @Override
  public Topics topics() {
    return new WireTopics(asker);
  }

  @Override
  public Groups groups() {
    return new WireGroups(asker);
  }

  @Override
  public Configs configs() {
    return new WireConfigs(asker);
  }

  /// By the Kafka client: rare commands may cost a little more.
  @Override
  public Operations operations() {
    KafkaCluster open = client;
    if (open == null) {
      open = new KafkaCluster(target);
      client = open;
    }
    return open.operations();
  }

  @Override
  public void close() {
    brokers.close();
    if (client != null) {
      client.close();
    }
  }

  private Nodes.ClusterSummary summary() {
    MetadataResponseData metadata = asker.metadata("describe the cluster", List.of());
    var nodes = new ArrayList<Nodes.NodeSummary>();
    for (MetadataResponseBroker node : metadata.brokers()) {
      nodes.add(new Nodes.NodeSummary(node.nodeId(), node.host(), node.port()));
    }
    int controller = metadata.controllerId();
    return new Nodes.ClusterSummary(
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
}
