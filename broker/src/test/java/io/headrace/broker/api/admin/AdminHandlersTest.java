package io.headrace.broker.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.HandlerNode;
import io.headrace.broker.api.admin.DeleteTopicsHandler.Deletions;
import io.headrace.controller.Request;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.config.ConfigSource;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/// What is asserted here was asked of Apache Kafka 4.3.1 first.
final class AdminHandlersTest {
  private final HandlerNode node = new HandlerNode();

  private TopicAutoCreation autoCreation(boolean enabled) {
    return new TopicAutoCreation(
        new OwnController(node.controller), enabled, new TopicDefaults(3, 1), _ -> null);
  }

  @Test
  void aTopicThatIsMadeBecauseItIsAskedForHasThePartitionsThatThisBrokerIsSetTo() {
    var four =
        new TopicAutoCreation(
            new OwnController(node.controller), true, new TopicDefaults(4, 1), _ -> null);
    var metadata = new MetadataHandler(node.publisher::current, four);
    var asked = new MetadataRequestTopic().setName("orders");

    var answer = node.ask(metadata, 12, new MetadataRequestData().setTopics(List.of(asked)));

    assertThat(answer.topics().find("orders").partitions()).hasSize(4);
  }

  @Test
  void aTopicToldOfHasALeader() {
    var metadata = new MetadataHandler(node.publisher::current, autoCreation(true));
    var asked = new MetadataRequestTopic().setName("orders");

    var answer = node.ask(metadata, 12, new MetadataRequestData().setTopics(List.of(asked)));

    var topic = answer.topics().find("orders");
    assertThat(topic.errorCode()).isEqualTo(ErrorCode.NONE.code());
    assertThat(topic.partitions()).hasSize(3).allMatch(it -> it.leaderId() == 1);
    assertThat(answer.brokers().find(1).port()).isEqualTo(9092);
  }

  @Test
  void aBrokerStandsInForAControllerThatClientsCannotReach() {
    node.broker(2, List.of());
    node.run(() -> node.controller.unregisterBroker(Request.change(1_000), 1, _ -> {}));

    var metadata = new MetadataHandler(node::image, autoCreation(true));
    var cluster = new DescribeClusterHandler(node::image);

    assertThat(node.image().controllerId()).isEqualTo(1);
    assertThat(node.ask(metadata, 12, new MetadataRequestData()).controllerId()).isEqualTo(2);
    assertThat(node.ask(cluster, 2, new DescribeClusterRequestData()).controllerId()).isEqualTo(2);
  }

  @Test
  void aTopicIsNotMadeAgainstTheWillOfBrokerOrClient() {
    var asked = List.of(new MetadataRequestTopic().setName("orders"));
    var unwilling = new MetadataHandler(node.publisher::current, autoCreation(false));
    var willing = new MetadataHandler(node.publisher::current, autoCreation(true));

    var first = node.ask(unwilling, 12, new MetadataRequestData().setTopics(asked));
    var second =
        node.ask(
            willing,
            12,
            new MetadataRequestData().setTopics(asked).setAllowAutoTopicCreation(false));

    assertThat(first.topics().find("orders").errorCode())
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    assertThat(second.topics().find("orders").errorCode())
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    assertThat(node.publisher.current().topics()).isEmpty();
  }

  @Test
  void anUnknownIdAndAnIllegalNameHaveTheirErrors() {
    var metadata = new MetadataHandler(node.publisher::current, autoCreation(true));
    var request =
        new MetadataRequestData()
            .setTopics(
                List.of(
                    new MetadataRequestTopic().setName(null).setTopicId(new Uuid(5, 6)),
                    new MetadataRequestTopic().setName("../etc")));

    assertThat(node.ask(metadata, 12, request).topics())
        .extracting(topic -> topic.errorCode())
        .containsExactly(
            ErrorCode.UNKNOWN_TOPIC_ID.code(), ErrorCode.INVALID_TOPIC_EXCEPTION.code());
  }

  @Test
  void aNameThatIsThereTwiceIsRefusedAndTheOthersAreMade() {
    List<CreatableTopicResult> results =
        create(topic("twice", 1), topic("twice", 2), topic("once", 1));

    assertThat(results)
        .extracting(CreatableTopicResult::name, CreatableTopicResult::errorMessage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("once", null),
            org.assertj.core.groups.Tuple.tuple("twice", "Duplicate topic name."));
  }

  @Test
  void theAnswerTellsTheConfigsInEffect() {
    CreatableTopic wanted = topic("orders", 1);
    wanted.configs().add(new CreatableTopicConfig().setName("cleanup.policy").setValue("compact"));

    CreatableTopicResult result = create(wanted).getFirst();

    assertThat(result.configs())
        .hasSize(35)
        .anySatisfy(config -> {
          assertThat(config.name()).isEqualTo("cleanup.policy");
          assertThat(config.value()).isEqualTo("compact");
          assertThat((int) config.configSource()).isEqualTo(ConfigSource.TOPIC.id());
        });
  }

  @Test
  void badConfigsAreRefusedInKafkasWords() {
    assertThat(complaint("retention.ms", "abc"))
        .isEqualTo("Invalid value abc for configuration retention.ms: Not a number of type LONG");
    assertThat(complaint("cleanup.policy", "nix"))
        .isEqualTo(
            "Invalid value nix for configuration cleanup.policy: String must be one of: compact,"
                + " delete");
    assertThat(complaint("min.cleanable.dirty.ratio", "1.5"))
        .isEqualTo(
            "Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more"
                + " than 1");
    assertThat(complaint("nix", "1")).isEqualTo("Unknown topic config name: nix");
    assertThat(complaint("retention.ms", null))
        .isEqualTo("Null value not supported for topic configs: retention.ms");
  }

  @Test
  void topicsAreDeletedByNameOrByIdButNotByBoth() {
    var deletion =
        new DeleteTopicsHandler(node.controller, node.publisher::current, Deletions.ENABLED);
    create(topic("a", 1), topic("b", 1));
    Uuid id =
        new Uuid(
            node.publisher.current().topic("b").id().mostSignificantBits(),
            node.publisher.current().topic("b").id().leastSignificantBits());
    var request =
        new DeleteTopicsRequestData()
            .setTimeoutMs(1_000)
            .setTopics(
                List.of(
                    new DeleteTopicState().setName("a"),
                    new DeleteTopicState().setName(null).setTopicId(id),
                    new DeleteTopicState().setName("c").setTopicId(new Uuid(1, 2)),
                    new DeleteTopicState().setName(null)));

    assertThat(node.ask(deletion, 6, request).responses())
        .extracting(result -> (int) result.errorCode())
        .containsExactly(0, 0, 42, 42);
    assertThat(node.publisher.current().topics()).isEmpty();
  }

  @Test
  void noTopicIsDeletedWhereThatIsDisabled() {
    var deletion =
        new DeleteTopicsHandler(node.controller, node.publisher::current, Deletions.DISABLED);
    create(topic("a", 1));
    var byName = new DeleteTopicsRequestData().setTopicNames(List.of("a", "none"));
    var byState =
        new DeleteTopicsRequestData()
            .setTopics(
                List.of(
                    new DeleteTopicState().setName("a"),
                    new DeleteTopicState().setName(null).setTopicId(new Uuid(1, 2))));

    assertThat(node.ask(deletion, 2, byName).responses())
        .extracting(result -> Errors.forCode(result.errorCode()))
        .containsExactly(Errors.INVALID_REQUEST, Errors.INVALID_REQUEST);
    assertThat(node.ask(deletion, 5, byName).responses())
        .extracting(result -> Errors.forCode(result.errorCode()))
        .containsExactly(Errors.TOPIC_DELETION_DISABLED, Errors.TOPIC_DELETION_DISABLED);
    assertThat(node.ask(deletion, 6, byState).responses())
        .extracting(result -> Errors.forCode(result.errorCode()))
        .containsExactly(Errors.TOPIC_DELETION_DISABLED, Errors.TOPIC_DELETION_DISABLED);
    assertThat(node.publisher.current().topics()).hasSize(1);
  }

  @Test
  void pagesOfPartitionsJoinWithoutGapOrOverlap() {
    create(topic("a", 3), topic("b", 5), topic("c", 1));
    var handler = new DescribeTopicPartitionsHandler(node.publisher::current);
    var seen = new ArrayList<String>();
    Cursor cursor = null;
    do {
      var request =
          new DescribeTopicPartitionsRequestData().setResponsePartitionLimit(2).setCursor(cursor);
      DescribeTopicPartitionsResponseData page = node.ask(handler, 0, request);
      page.topics()
          .forEach(topic ->
              topic.partitions().forEach(it -> seen.add(topic.name() + it.partitionIndex())));
      var next = page.nextCursor();
      cursor =
          next == null
              ? null
              : new Cursor()
                  .setTopicName(next.topicName())
                  .setPartitionIndex(next.partitionIndex());
    } while (cursor != null);

    assertThat(seen).containsExactly("a0", "a1", "a2", "b0", "b1", "b2", "b3", "b4", "c0");
  }

  @Test
  void aChangedConfigIsDescribedWithWhereItComesFrom() {
    create(topic("orders", 1));
    var alter =
        new IncrementalAlterConfigsHandler(
            new ConfigChanges(node.controller, 1, node.publisher::current));
    node.ask(alter, 1, setting(4, "", "log.retention.ms", "77"));
    var describe =
        new DescribeConfigsHandler(
            node.publisher::current, new ConfigDescriptions(node.configs, List::of, 1));
    var request = new DescribeConfigsRequestData().setIncludeSynonyms(true);
    request
        .resources()
        .add(
            new DescribeConfigsResource()
                .setResourceType((byte) 2)
                .setResourceName("orders")
                .setConfigurationKeys(List.of("retention.ms")));

    var config = node.ask(describe, 4, request).results().getFirst().configs().getFirst();

    assertThat(config.value()).isEqualTo("77");
    assertThat((int) config.configSource()).isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER.id());
    assertThat(config.synonyms())
        .extracting(synonym -> synonym.name() + "=" + synonym.value())
        .containsExactly("log.retention.ms=77", "log.retention.hours=168");
  }

  @Test
  void aBrokersConfigThatNobodyKnowsIsToldOfButNotItsValue() {
    var alter =
        new IncrementalAlterConfigsHandler(
            new ConfigChanges(node.controller, 1, node.publisher::current));
    node.ask(alter, 1, setting(4, "", "plugin.password", "secret"));
    node.ask(alter, 1, setting(4, "1", "plugin.password", "secret"));
    var describe =
        new DescribeConfigsHandler(
            node.publisher::current, new ConfigDescriptions(node.configs, List::of, 1));

    for (String broker : List.of("", "1")) {
      var request = new DescribeConfigsRequestData().setIncludeSynonyms(true);
      request
          .resources()
          .add(
              new DescribeConfigsResource()
                  .setResourceType((byte) 4)
                  .setResourceName(broker)
                  .setConfigurationKeys(List.of("plugin.password")));
      var config = node.ask(describe, 4, request).results().getFirst().configs().getFirst();
      assertThat(config.isSensitive()).isTrue();
      assertThat(config.value()).isNull();
      assertThat(config.synonyms()).isNotEmpty().allMatch(synonym -> synonym.value() == null);
    }
  }

  @Test
  void whatOnlyTheBrokersFileCanChangeIsRefused() {
    var alter =
        new IncrementalAlterConfigsHandler(
            new ConfigChanges(node.controller, 1, node.publisher::current));

    assertThat(
            node.ask(alter, 1, setting(4, "1", "log.dirs", "/x"))
                .responses()
                .getFirst()
                .errorMessage())
        .isEqualTo("Cannot update these configs dynamically: [log.dirs]");
    assertThat(
            node.ask(alter, 1, setting(4, "77", "log.retention.ms", "1"))
                .responses()
                .getFirst()
                .errorMessage())
        .isEqualTo("Unexpected broker id, expected 1, but received 77");
  }

  @Test
  void nonsenseIsRefusedAlsoWhereItWouldMeanNothing() {
    var alter =
        new IncrementalAlterConfigsHandler(
            new ConfigChanges(node.controller, 1, node.publisher::current));
    Map<IncrementalAlterConfigsRequestData, String> refused =
        Map.of(
            setting(4, "", "num.io.threads", "many"),
            "Invalid value many for configuration num.io.threads: Not a number of type INT",
            setting(4, "1", "ssl.keystore.location", "/x"),
            "These security configs can be dynamically updated only per-listener using the"
                + " listener prefix: [ssl.keystore.location]",
            setting(4, "", "principal.builder.class", "x"),
            "Cannot update these configs at default cluster level, broker id must be specified:"
                + " [principal.builder.class]");

    refused.forEach((request, message) -> {
      var told = node.ask(alter, 1, request).responses().getFirst();
      assertThat(told.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
      assertThat(told.errorMessage()).isEqualTo(message);
    });
    assertThat(
            node.ask(alter, 1, setting(4, "", "num.io.threads", "16"))
                .responses()
                .getFirst()
                .errorCode())
        .isZero();
  }

  @Test
  void producerIdsAreAllDifferentAndTransactionsRefused() {
    var handler = new InitProducerIdHandler(new ProducerIdPool(new OwnController(node.controller)));
    var ids = new ArrayList<Long>();
    for (int count = 0; count < 2_500; count++) {
      var request = new InitProducerIdRequestData().setTransactionalId(null);
      ids.add(node.ask(handler, 5, request).producerId());
    }

    assertThat(ids).doesNotHaveDuplicates().doesNotContain(-1L);
    assertThat(
            node.ask(handler, 5, new InitProducerIdRequestData().setTransactionalId("t"))
                .errorCode())
        .isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
  }

  private List<CreatableTopicResult> create(CreatableTopic... topics) {
    var handler = new CreateTopicsHandler(node.controller, node.publisher::current, node.configs);
    var request = new CreateTopicsRequestData().setTimeoutMs(1_000);
    for (CreatableTopic topic : topics) {
      request.topics().mustAdd(topic);
    }
    return List.copyOf(node.ask(handler, 7, request).topics());
  }

  private String complaint(String key, String value) {
    CreatableTopic wanted = topic("refused", 1);
    wanted.configs().add(new CreatableTopicConfig().setName(key).setValue(value));
    CreatableTopicResult result = create(wanted).getFirst();
    assertThat(result.errorCode()).isEqualTo(ErrorCode.INVALID_CONFIG.code());
    return result.errorMessage();
  }

  private static CreatableTopic topic(String name, int partitions) {
    return new CreatableTopic()
        .setName(name)
        .setNumPartitions(partitions)
        .setReplicationFactor((short) 1);
  }

  private static IncrementalAlterConfigsRequestData setting(
      int type, String name, String key, String value) {
    var config =
        new IncrementalAlterConfigsRequestData.AlterableConfig()
            .setName(key)
            .setConfigOperation((byte) 0)
            .setValue(value);
    var resource =
        new IncrementalAlterConfigsRequestData.AlterConfigsResource()
            .setResourceType((byte) type)
            .setResourceName(name);
    resource.configs().mustAdd(config);
    var request = new IncrementalAlterConfigsRequestData();
    request.resources().mustAdd(resource);
    return request;
  }
}
