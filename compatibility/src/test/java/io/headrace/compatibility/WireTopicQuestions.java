package io.headrace.compatibility;

import static io.headrace.compatibility.WireClient.inEveryVersion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/// Questions about the cluster and its topics.
final class WireTopicQuestions {

  private static final int TIMEOUT_MS = 20_000;

  private WireTopicQuestions() {}

  static void ask(WireClient client) {
    inEveryVersion(ApiKeys.API_VERSIONS, v -> apiVersions(client, v));
    inEveryVersion(ApiKeys.DESCRIBE_CLUSTER, v -> describeCluster(client, v));
    inEveryVersion(ApiKeys.CREATE_TOPICS, v -> createTopics(client, v));
    WireConfigQuestions.ask(client);
    inEveryVersion(ApiKeys.METADATA, v -> metadata(client, v));
    describeTopicPartitions(client);
    inEveryVersion(ApiKeys.CREATE_PARTITIONS, v -> createPartitions(client, v));
    inEveryVersion(ApiKeys.DELETE_TOPICS, v -> deleteTopics(client, v));
  }

  /// Makes a topic and shows its id by its name from then on.
  static Uuid createTopic(WireClient client, String name, int partitions, String... configs) {
    var topic = topic(name, partitions);
    for (int i = 0; i < configs.length; i += 2) {
      config(topic, configs[i], configs[i + 1]);
    }
    client.ask("make " + name, ApiKeys.CREATE_TOPICS, 7, request(topic));
    var question = new MetadataRequestData().setAllowAutoTopicCreation(false);
    question.topics().add(new MetadataRequestTopic().setName(name));
    for (int attempt = 0; attempt < 100; attempt++) {
      var answer =
          client.quietly(ApiKeys.METADATA, 12, question, MetadataResponseData.class).topics();
      Uuid id = answer.iterator().next().topicId();
      if (!id.equals(Uuid.ZERO_UUID)) {
        client.name(id, "(id of " + name + ")");
        return id;
      }
    }
    throw new IllegalStateException(name + " was not made");
  }

  private static CreatableTopic topic(String name, int partitions) {
    return new CreatableTopic()
        .setName(name)
        .setNumPartitions(partitions)
        .setReplicationFactor((short) 1);
  }

  private static CreatableTopic config(CreatableTopic topic, String key, String value) {
    topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value));
    return topic;
  }

  private static CreatableTopic assigned(String name, int partition, Integer... brokers) {
    var topic = topic(name, -1).setReplicationFactor((short) -1);
    topic
        .assignments()
        .add(
            new CreatableReplicaAssignment()
                .setPartitionIndex(partition)
                .setBrokerIds(List.of(brokers)));
    return topic;
  }

  private static CreateTopicsRequestData request(CreatableTopic... topics) {
    var request = new CreateTopicsRequestData().setTimeoutMs(TIMEOUT_MS);
    for (CreatableTopic topic : topics) {
      request.topics().mustAdd(topic);
    }
    return request;
  }

  private static void apiVersions(WireClient client, int v) {
    client.ask("plain", ApiKeys.API_VERSIONS, v, software("name", "1.0"));
    client.ask("no name", ApiKeys.API_VERSIONS, v, software("", ""));
    client.ask("odd name", ApiKeys.API_VERSIONS, v, software("-x y-", "1"));
  }

  private static ApiVersionsRequestData software(String name, String version) {
    return new ApiVersionsRequestData()
        .setClientSoftwareName(name)
        .setClientSoftwareVersion(version);
  }

  private static void describeCluster(WireClient client, int v) {
    var plain = new DescribeClusterRequestData();
    client.ask("plain", ApiKeys.DESCRIBE_CLUSTER, v, plain);
    var operations = plain.duplicate().setIncludeClusterAuthorizedOperations(true);
    client.ask("operations", ApiKeys.DESCRIBE_CLUSTER, v, operations);
    client.ask(
        "fenced", ApiKeys.DESCRIBE_CLUSTER, v, plain.duplicate().setIncludeFencedBrokers(true));
    client.ask(
        "odd endpoint", ApiKeys.DESCRIBE_CLUSTER, v, plain.duplicate().setEndpointType((byte) 9));
    client.ask(
        "controllers", ApiKeys.DESCRIBE_CLUSTER, v, plain.duplicate().setEndpointType((byte) 2));
  }

  private static void createTopics(WireClient client, int v) {
    String mine = "made-v" + v;
    Map<String, CreatableTopic> questions = new LinkedHashMap<>();
    questions.put("good", topic(mine, 2));
    questions.put("there already", topic(mine, 2));
    questions.put("no name", topic("", 1));
    questions.put("dot", topic(".", 1));
    questions.put("bad letter", topic("a b", 1));
    questions.put("too long", topic("x".repeat(250), 1));
    questions.put("collides", topic(mine.replace('-', '.') + "_x", 1));
    questions.put("no partitions", topic("none", 0));
    questions.put("negative partitions", topic("none", -2));
    questions.put("no replicas", topic("none", 1).setReplicationFactor((short) 0));
    questions.put("two replicas", topic("none", 1).setReplicationFactor((short) 2));
    questions.put("many replicas", topic("none", 1).setReplicationFactor((short) 32_767));
    questions.put("unknown config", config(topic("none", 1), "nix", "1"));
    questions.put("bad config", config(topic("none", 1), "retention.ms", "soon"));
    questions.put("out of range", config(topic("none", 1), "min.insync.replicas", "0"));
    questions.put("null config", config(topic("none", 1), "retention.ms", null));
    questions.put("bad policy", config(topic("none", 1), "cleanup.policy", "burn"));
    questions.put("with configs", config(topic(mine + "-c", 1), "retention.ms", "1000"));
    questions.put("defaults", topic(mine + "-d", -1).setReplicationFactor((short) -1));
    questions.put("assigned", assigned(mine + "-a", 0, 1));
    questions.put("assigned to nobody", assigned("none", 0));
    questions.put("assigned twice", assigned("none", 0, 1, 1));
    questions.put("assigned to a stranger", assigned("none", 0, 77));
    questions.put("assigned with a gap", assigned("none", 1, 1));
    questions.put("assigned and counted", assigned("none", 0, 1).setNumPartitions(1));
    questions.forEach(
        (story, topic) -> client.ask(story, ApiKeys.CREATE_TOPICS, v, request(topic)));
    client.ask("nothing", ApiKeys.CREATE_TOPICS, v, request());
    client.ask("twice", ApiKeys.CREATE_TOPICS, v, request(topic("two", 1), topic("two", 1)));
    var onlyChecked = request(topic("checked", 3)).setValidateOnly(true);
    client.ask("only checked", ApiKeys.CREATE_TOPICS, v, onlyChecked);
    for (int partitions : List.of(9_998, 9_999, 10_000, 10_001)) {
      var many = request(config(topic("many", partitions), "retention.ms", "1000"));
      String story = "only checked, %d partitions".formatted(partitions);
      client.ask(story, ApiKeys.CREATE_TOPICS, v, many.setValidateOnly(true));
    }
    client.ask("good and bad", ApiKeys.CREATE_TOPICS, v, request(topic("a b", 1), topic(mine, 1)));
  }

  private static MetadataRequestData metadataOf(String... names) {
    var request = new MetadataRequestData().setAllowAutoTopicCreation(false);
    for (String name : names) {
      request.topics().add(new MetadataRequestTopic().setName(name));
    }
    return request;
  }

  private static MetadataRequestData metadataOf(Uuid id) {
    var request = new MetadataRequestData().setAllowAutoTopicCreation(false);
    request.topics().add(new MetadataRequestTopic().setName(null).setTopicId(id));
    return request;
  }

  private static void metadata(WireClient client, int v) {
    Uuid id = createTopic(client, "known-v" + v, 2);
    client.ask("known", ApiKeys.METADATA, v, metadataOf("known-v" + v));
    client.ask("unknown", ApiKeys.METADATA, v, metadataOf("nowhere"));
    client.ask("bad name", ApiKeys.METADATA, v, metadataOf("a b"));
    client.ask("no name", ApiKeys.METADATA, v, metadataOf(""));
    client.ask("twice", ApiKeys.METADATA, v, metadataOf("known-v" + v, "known-v" + v));
    client.ask("nothing", ApiKeys.METADATA, v, metadataOf());
    client.ask("by id", ApiKeys.METADATA, v, metadataOf(id));
    client.ask("unknown id", ApiKeys.METADATA, v, metadataOf(new Uuid(5, 5)));
    var operations = metadataOf("known-v" + v).setIncludeTopicAuthorizedOperations(true);
    client.ask("operations", ApiKeys.METADATA, v, operations);
    var ofCluster = metadataOf("known-v" + v).setIncludeClusterAuthorizedOperations(true);
    client.ask("operations of the cluster", ApiKeys.METADATA, v, ofCluster);
  }

  private static DescribeTopicPartitionsRequestData partitionsOf(int limit, String... names) {
    var request = new DescribeTopicPartitionsRequestData().setResponsePartitionLimit(limit);
    for (String name : names) {
      request.topics().add(new TopicRequest().setName(name));
    }
    return request;
  }

  private static void describeTopicPartitions(WireClient client) {
    ApiKeys api = ApiKeys.DESCRIBE_TOPIC_PARTITIONS;
    createTopic(client, "pages-a", 3);
    createTopic(client, "pages-b", 3);
    client.ask("two", api, 0, partitionsOf(2_000, "pages-a", "pages-b"));
    client.ask("limit", api, 0, partitionsOf(2, "pages-a", "pages-b"));
    client.ask("no limit", api, 0, partitionsOf(0, "pages-a"));
    client.ask("unknown", api, 0, partitionsOf(10, "nowhere", "pages-a"));
    client.ask("bad name", api, 0, partitionsOf(10, "a b"));
    var second = new Cursor().setTopicName("pages-a").setPartitionIndex(2);
    client.ask("from a cursor", api, 0, partitionsOf(2, "pages-a", "pages-b").setCursor(second));
    var beyond = new Cursor().setTopicName("pages-b").setPartitionIndex(9);
    client.ask("beyond", api, 0, partitionsOf(2, "pages-a", "pages-b").setCursor(beyond));
    var negative = new Cursor().setTopicName("pages-b").setPartitionIndex(-1);
    client.ask("negative", api, 0, partitionsOf(2, "pages-b").setCursor(negative));
  }

  private static CreatePartitionsTopic grown(String name, int count, Integer... brokers) {
    var topic = new CreatePartitionsTopic().setName(name).setCount(count).setAssignments(null);
    if (brokers.length > 0) {
      topic.setAssignments(
          List.of(new CreatePartitionsAssignment().setBrokerIds(List.of(brokers))));
    }
    return topic;
  }

  private static void createPartitions(WireClient client, int v) {
    String mine = "grows-v" + v;
    createTopic(client, mine, 2);
    Map<String, CreatePartitionsTopic> questions = new LinkedHashMap<>();
    questions.put("more", grown(mine, 3));
    questions.put("same", grown(mine, 3));
    questions.put("fewer", grown(mine, 1));
    questions.put("none", grown(mine, 0));
    questions.put("negative", grown(mine, -1));
    questions.put("unknown", grown("nowhere", 3));
    questions.put("bad name", grown("a b", 3));
    questions.put("assigned", grown(mine, 4, 1));
    questions.put("assigned one of two", grown(mine, 6, 1));
    questions.put("assigned to a stranger", grown(mine, 5, 77));
    questions.put("assigned twice", grown(mine, 5, 1, 1));
    questions.forEach((story, topic) -> {
      var request = new CreatePartitionsRequestData().setTimeoutMs(TIMEOUT_MS);
      request.topics().add(topic);
      client.ask(story, ApiKeys.CREATE_PARTITIONS, v, request);
    });
    var twice = new CreatePartitionsRequestData().setTimeoutMs(TIMEOUT_MS);
    twice.topics().mustAdd(grown(mine, 9));
    twice.topics().mustAdd(grown(mine, 9));
    client.ask("twice", ApiKeys.CREATE_PARTITIONS, v, twice);
  }

  private static void deleteTopics(WireClient client, int v) {
    String mine = "gone-v" + v;
    Uuid id = createTopic(client, mine, 1);
    createTopic(client, mine + "-b", 1);
    var byName = new DeleteTopicsRequestData().setTimeoutMs(TIMEOUT_MS);
    client.ask("nothing", ApiKeys.DELETE_TOPICS, v, byName);
    if (v < 6) {
      byName.setTopicNames(List.of(mine, "nowhere", "a b", mine + "-b", mine + "-b"));
      client.ask("by name", ApiKeys.DELETE_TOPICS, v, byName);
      return;
    }
    byName.setTopics(
        List.of(
            new DeleteTopicState().setName(mine),
            new DeleteTopicState().setName("nowhere"),
            new DeleteTopicState().setName(null)));
    client.ask("by name", ApiKeys.DELETE_TOPICS, v, byName);
    var byId = new DeleteTopicsRequestData().setTimeoutMs(TIMEOUT_MS);
    byId.setTopics(
        List.of(
            new DeleteTopicState().setName(null).setTopicId(id),
            new DeleteTopicState().setName("x").setTopicId(new Uuid(5, 5)),
            new DeleteTopicState().setName(null).setTopicId(new Uuid(5, 6))));
    client.ask("by id", ApiKeys.DELETE_TOPICS, v, byId);
  }
}
