package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What kafka-clients' Admin does to topics.
@ExtendWith(SharedNode.class)
final class TopicAdminCompatibilityTest {

  private final Clients clients;
  private final Admin admin;
  private final String name = Clients.unique("admin");

  TopicAdminCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
    this.admin = clients.admin();
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void aTopicIsCreatedDescribedListedAndDeleted() {
    var created = admin.createTopics(List.of(new NewTopic(name, 3, (short) 1)));
    Clients.get(created.all());
    Uuid id = Clients.get(created.topicId(name));

    TopicDescription description = describe();
    assertThat(description.topicId()).isEqualTo(id).isNotEqualTo(Uuid.ZERO_UUID);
    assertThat(description.partitions())
        .extracting(TopicPartitionInfo::partition)
        .containsExactly(0, 1, 2);
    assertThat(description.partitions())
        .allSatisfy(partition -> assertThat(partition.isr()).containsExactly(partition.leader()));
    assertThat(Clients.get(admin.listTopics().names())).contains(name);

    Clients.get(admin.deleteTopics(List.of(name)).all());
    assertThatThrownBy(this::describe).isInstanceOf(UnknownTopicOrPartitionException.class);
    assertThat(Clients.get(admin.listTopics().names())).doesNotContain(name);
  }

  @Test
  void aTopicIsDescribedAndDeletedById() {
    var created = admin.createTopics(List.of(new NewTopic(name, 1, (short) 1)));
    Uuid id = Clients.get(created.topicId(name));
    var byId = TopicCollection.ofTopicIds(List.of(id));

    assertThat(Clients.get(admin.describeTopics(byId).allTopicIds()).get(id).name())
        .isEqualTo(name);
    Clients.get(admin.deleteTopics(byId).all());
    assertThatThrownBy(() -> Clients.get(admin.describeTopics(byId).allTopicIds()))
        .isInstanceOf(UnknownTopicIdException.class);
  }

  @Test
  void aTopicMadeAgainUnderItsNameIsAnotherTopic() {
    Uuid first = Clients.get(create(1).topicId(name));
    Clients.get(admin.deleteTopics(List.of(name)).all());
    Uuid second = Clients.get(create(1).topicId(name));

    assertThat(second).isNotEqualTo(first);
    assertThat(clients.readAll(name, 1, 0)).isEmpty();
  }

  @Test
  void manyTopicsAreDescribedPageByPage() {
    List<String> names = List.of(name + "-a", name + "-b", name + "-c");
    Clients.get(
        admin
            .createTopics(names.stream().map(each -> new NewTopic(each, 5, (short) 1)).toList())
            .all());
    var paged = new DescribeTopicsOptions().partitionSizeLimitPerResponse(4);

    Map<String, TopicDescription> all =
        Clients.get(admin.describeTopics(names, paged).allTopicNames());

    assertThat(all.values())
        .hasSize(3)
        .allSatisfy(description -> assertThat(description.partitions()).hasSize(5));
  }

  @Test
  void aTopicThatExistsIsNotCreatedAgain() {
    Clients.get(create(1).all());
    assertThatThrownBy(() -> Clients.get(create(1).all())).isInstanceOf(TopicExistsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "with space", "with/slash", "ümlaut", "with\u0000zero"})
  void aNameThatIsNoNameIsRefused(String bad) {
    var topic = new NewTopic(bad, 1, (short) 1);
    assertThatThrownBy(() -> Clients.get(admin.createTopics(List.of(topic)).all()))
        .isInstanceOf(InvalidTopicException.class);
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    var topic = new NewTopic("x".repeat(250), 1, (short) 1);
    assertThatThrownBy(() -> Clients.get(admin.createTopics(List.of(topic)).all()))
        .isInstanceOf(InvalidTopicException.class);
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatThrownBy(() -> Clients.get(create(0).all()))
        .isInstanceOf(InvalidPartitionsException.class);
    var replicated = new NewTopic(name, 1, (short) 32_767);
    assertThatThrownBy(() -> Clients.get(admin.createTopics(List.of(replicated)).all()))
        .isInstanceOf(InvalidReplicationFactorException.class);
  }

  @Test
  void aConfigurationThatMakesNoSenseIsRefused() {
    for (Map<String, String> bad :
        List.of(
            Map.of("no.such.config", "1"),
            Map.of("retention.ms", "soon"),
            Map.of("cleanup.policy", "burn"),
            Map.of("segment.bytes", "1"))) {
      var topic = new NewTopic(name, 1, (short) 1).configs(bad);
      assertThatThrownBy(() -> Clients.get(admin.createTopics(List.of(topic)).all()))
          .as(bad.toString())
          .isInstanceOf(InvalidConfigurationException.class);
    }
  }

  @Test
  void aTopicThatIsOnlyValidatedIsNotThere() {
    var topic = new NewTopic(name, 2, (short) 1).configs(Map.of("retention.ms", "1000"));
    var options = new CreateTopicsOptions().validateOnly(true);
    var result = admin.createTopics(List.of(topic), options);

    Clients.get(result.all());
    assertThat(Clients.get(result.numPartitions(name))).isEqualTo(2);
    assertThat(Clients.get(admin.listTopics().names())).doesNotContain(name);
  }

  @Test
  void theDefaultsOfTheNodeFillWhatIsLeftOpen() {
    var open = new NewTopic(name, Optional.empty(), Optional.empty());
    var result = admin.createTopics(List.of(open));
    Clients.get(result.all());

    assertThat(Clients.get(result.numPartitions(name))).isEqualTo(1);
    assertThat(Clients.get(result.config(name)).get("retention.ms").value()).isEqualTo("604800000");
  }

  @Test
  void partitionsCanBeAddedButNotTakenAway() {
    Clients.get(create(2).all());
    Clients.get(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(5))).all());

    assertThat(describe().partitions()).hasSize(5);
    assertThatThrownBy(() ->
            Clients.get(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(3))).all()))
        .isInstanceOf(InvalidPartitionsException.class);
    assertThatThrownBy(() ->
            Clients.get(admin.createPartitions(Map.of("none", NewPartitions.increaseTo(3))).all()))
        .isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void whatIsNotThereCannotBeDeleted() {
    Collection<String> none = List.of(Clients.unique("none"));
    assertThatThrownBy(() -> Clients.get(admin.deleteTopics(none).all()))
        .isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private CreateTopicsResult create(int partitions) {
    return admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)));
  }

  private TopicDescription describe() {
    return Clients.get(admin.describeTopics(List.of(name)).allTopicNames()).get(name);
  }
}
