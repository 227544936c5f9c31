package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.ApiRow.MemoryEstimate;
import io.headrace.controller.Controller;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.protocol.ApiKey;
import java.util.List;

/// The rows of this room in the table of APIs.
public final class AdminApis {

  private AdminApis() {}

  public static List<ApiRow> rows(
      int nodeId,
      Images images,
      Controller controller,
      ClusterChanges changes,
      TopicAutoCreation autoCreation,
      DeleteTopicsHandler.Deletions deletions,
      EffectiveConfigs configs,
      BrokerSettings settings) {
    var configChanges = new ConfigChanges(controller, nodeId, images);
    var descriptions = new ConfigDescriptions(configs, settings, nodeId);
    return List.of(
        ApiRow.of(
            ApiKey.METADATA,
            0,
            13,
            new MetadataHandler(images, autoCreation),
            MemoryEstimate.CLUSTER_WIDE),
        ApiRow.of(
            ApiKey.DESCRIBE_TOPIC_PARTITIONS,
            0,
            0,
            new DescribeTopicPartitionsHandler(images),
            MemoryEstimate.CLUSTER_WIDE),
        ApiRow.of(
            ApiKey.DESCRIBE_CLUSTER,
            0,
            2,
            new DescribeClusterHandler(images),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.CREATE_TOPICS,
            2,
            7,
            new CreateTopicsHandler(controller, images, configs),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.DELETE_TOPICS,
            1,
            6,
            new DeleteTopicsHandler(controller, images, deletions),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.CREATE_PARTITIONS,
            0,
            3,
            new CreatePartitionsHandler(controller),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.DESCRIBE_CONFIGS,
            1,
            4,
            new DescribeConfigsHandler(images, descriptions),
            MemoryEstimate.CLUSTER_WIDE),
        ApiRow.of(
            ApiKey.ALTER_CONFIGS,
            0,
            2,
            new AlterConfigsHandler(configChanges),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.INCREMENTAL_ALTER_CONFIGS,
            0,
            1,
            new IncrementalAlterConfigsHandler(configChanges),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.LIST_CONFIG_RESOURCES,
            0,
            1,
            new ListConfigResourcesHandler(images),
            MemoryEstimate.CLUSTER_WIDE),
        ApiRow.of(
            ApiKey.INIT_PRODUCER_ID,
            0,
            5,
            new InitProducerIdHandler(new ProducerIdPool(changes)),
            MemoryEstimate.OBJECTS));
  }
}
