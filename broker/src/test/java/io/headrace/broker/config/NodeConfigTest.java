package io.headrace.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.quorum.QuorumPlace.Joining;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What a node makes of its settings.
class NodeConfigTest {

  private static String complaint(String... pairs) {
    try {
      NodeConfig.of(given(pairs));
      return "accepted";
    } catch (BadConfigException e) {
      return e.getMessage();
    }
  }

  private static Map<String, String> given(String... pairs) {
    var given = new TreeMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      given.put(pairs[i], pairs[i + 1]);
    }
    return given;
  }

  private static Map<String, String> joining(String... pairs) {
    Map<String, String> given = given(pairs);
    given.put("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093");
    given.put("controller.quorum.bootstrap.servers", "a.example:9093,[::1]:9093");
    return given;
  }

  /// Kafka's defaults, except where one that is safe needs none: the node's id, its address, its
  /// directory, and limits on connections and unread requests.
  @Test
  void everyDefaultIsPinned() {
    assertThat(SettingTable.defaults())
        .containsExactlyInAnyOrderEntriesOf(
            given(
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:9092",
                "advertised.listeners", "",
                "log.dirs", "./data",
                "broker.rack", "",
                "num.partitions", "1",
                "default.replication.factor", "1",
                "auto.create.topics.enable", "true",
                "delete.topic.enable", "true",
                "min.insync.replicas", "1",
                "message.max.bytes", "1048588",
                "compression.type", "producer",
                "log.message.timestamp.type", "CreateTime",
                "headrace.durability", "fsync",
                "log.retention.hours", "168",
                "log.retention.minutes", "",
                "log.retention.ms", "",
                "log.retention.bytes", "-1",
                "log.retention.check.interval.ms", "300000",
                "log.segment.bytes", "1073741824",
                "log.roll.hours", "168",
                "log.roll.ms", "",
                "log.cleanup.policy", "delete",
                "producer.id.expiration.ms", "86400000",
                "offsets.topic.num.partitions", "50",
                "offsets.retention.minutes", "10080",
                "offsets.retention.check.interval.ms", "600000",
                "offset.metadata.max.bytes", "4096",
                "group.initial.rebalance.delay.ms", "3000",
                "group.min.session.timeout.ms", "6000",
                "group.max.session.timeout.ms", "1800000",
                "group.max.size", "2147483647",
                "max.connections", "16384",
                "max.connections.per.ip", "2147483647",
                "connections.max.idle.ms", "600000",
                "socket.request.max.bytes", "104857600",
                "queued.max.request.bytes", "268435456",
                "fetch.max.bytes", "57671680",
                "max.incremental.fetch.session.cache.slots", "1000"));
  }

  @Test
  void thereAreFewerThanFortyDocumentedSettings() {
    assertThat(SettingTable.BY_NAME).hasSizeLessThan(40);
  }

  @Test
  void everyDefaultIsAValueThatIsAccepted() throws BadConfigException {
    var given = new TreeMap<String, String>();
    SettingTable.defaults()
        .forEach((name, value) -> {
          if (!value.isEmpty()) {
            given.put(name, value);
          }
        });

    assertThat(NodeConfig.of(given).notices()).isEmpty();
  }

  @Test
  void aMisspelledNameIsAnErrorThatSuggestsTheNearest() {
    assertThat(complaint("num.partition", "3"))
        .isEqualTo("there is no setting num.partition; did you mean num.partitions?");
    assertThat(complaint("log.retention.hour", "3")).contains("log.retention.hours");
  }

  @Test
  void aNameWithoutItsBeginningOrAmongOurOwnIsAMistakeToo() {
    assertThat(complaint("segment.bytes", "3")).contains("did you mean ");
    assertThat(complaint("headrace.does.not.exist", "3")).contains("there is no setting");
  }

  @Test
  void aNameThatNobodyHereKnowsIsNoticed() throws BadConfigException {
    NodeConfig config =
        NodeConfig.of(given("confluent.support.metrics.enable", "false", "my.plugin.url", "x"));

    assertThat(config.notices())
        .containsExactly(
            "settings that neither Kafka nor Headrace has: confluent.support.metrics.enable,"
                + " my.plugin.url");
  }

  @Test
  void aValueOutOfRangeIsAnErrorThatSaysTheRange() {
    assertThat(complaint("num.partitions", "0"))
        .isEqualTo("num.partitions=0: must be from 1 to 2147483647");
    assertThat(complaint("node.id", "one")).contains("whole number");
    assertThat(complaint("compression.type", "rar")).contains("zstd");
    assertThat(complaint("log.cleanup.policy", "delete,burn")).contains("compact");
    assertThat(complaint("auto.create.topics.enable", "yes")).contains("true or false");
  }

  @Test
  void aSettingOfKafkasThatMeansNothingHereIsNoticed() throws BadConfigException {
    NodeConfig config = NodeConfig.of(given("num.io.threads", "8", "zookeeper.connect", "x:2181"));

    assertThat(config.notices())
        .containsExactly("settings that mean nothing here: num.io.threads, zookeeper.connect");
  }

  @Test
  void theBrokerWideDefaultOfATopicConfigIsTaken() throws BadConfigException {
    NodeConfig config = NodeConfig.of(given("log.cleaner.min.cleanable.ratio", "0.1"));

    assertThat(config.settings().set()).containsEntry("log.cleaner.min.cleanable.ratio", "0.1");
    assertThat(config.notices()).isEmpty();
    assertThat(complaint("log.cleaner.min.cleanable.ratio", "7")).contains("no more than 1");
  }

  @Test
  void nonsenseIsRefusedAlsoWhereItWouldMeanNothing() {
    assertThat(complaint("num.io.threads", "many"))
        .isEqualTo("Invalid value many for configuration num.io.threads: Not a number of type INT");
    assertThatCode(() -> NodeConfig.of(given("num.io.threads", "${env:THREADS}")))
        .doesNotThrowAnyException();
  }

  @Test
  void aSettingOfOneListenerHasToBeOneOfTheSetting() throws BadConfigException {
    assertThat(complaint("listener.name.inside.max.connections", "0"))
        .isEqualTo("listener.name.inside.max.connections=0: must be from 1 to 2147483647");
    assertThat(complaint("listener.name.inside.num.network.threads", "many"))
        .contains("Not a number of type INT");
    assertThat(complaint("listener.name.inside.max.conections", "7"))
        .contains("did you mean max.connections?");
    NodeConfig config =
        NodeConfig.of(
            given(
                "listener.name.inside.max.connections", "7",
                "listener.name.inside.max.connection.creation.rate", "9",
                "listener.name.inside.plugin.url", "x"));
    assertThat(config.settings().maxConnections("INSIDE")).isEqualTo(7);
    assertThat(config.settings().maxConnections("OUTSIDE")).isEqualTo(Integer.MAX_VALUE);
    assertThat(config.notices())
        .containsExactly(
            "settings that mean nothing here: listener.name.inside.max.connection.creation.rate",
            "settings that neither Kafka nor Headrace has: listener.name.inside.plugin.url");
  }

  @Test
  void everySettingEitherTakesEffectWhileANodeRunsOrIsRefusedThen() {
    var names = new TreeSet<String>();
    names.addAll(SettingTable.BY_NAME.keySet());
    names.addAll(SettingTable.RARE.keySet());
    assertThat(names)
        .allMatch(name ->
            BrokerConfigKeys.DYNAMIC.get(name) != null || BrokerConfigKeys.isFixedAtStart(name));
  }

  @Test
  void protectionThatIsNotThereIsRefusedRatherThanIgnored() {
    assertThat(complaint("authorizer.class.name", "x.Y")).contains("there is no authorization yet");
    assertThat(complaint("listeners", "SSL://:9093")).contains("PLAINTEXT");
    assertThat(
            complaint("listeners", "OUT://:9093", "listener.security.protocol.map", "OUT:SASL_SSL"))
        .contains("asks for SASL_SSL");
  }

  @Test
  void aKafkaNodeInCombinedRoleIsServedOnItsClientListeners() throws BadConfigException {
    NodeConfig config =
        NodeConfig.of(
            given(
                "process.roles", "broker,controller",
                "node.id", "3",
                "controller.quorum.voters", "3@localhost:9093",
                "listeners", "PLAINTEXT://:9092,CONTROLLER://:9093",
                "inter.broker.listener.name", "PLAINTEXT",
                "advertised.listeners", "PLAINTEXT://broker.example:9092",
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "log.dir", "/var/lib/kafka",
                "num.network.threads", "3"));

    assertThat(config.identity().nodeId()).isEqualTo(3);
    assertThat(config.network().listeners()).containsExactly(new Endpoint("PLAINTEXT", "", 9092));
    assertThat(config.network().advertised())
        .containsEntry("PLAINTEXT", new Endpoint("PLAINTEXT", "broker.example", 9092));
    assertThat(config.storage().logDirs()).containsExactly(Path.of("/var/lib/kafka"));
    assertThat(config.quorum().listener()).isEqualTo(new Endpoint("CONTROLLER", "", 9093));
    assertThat(config.quorum().voters()).containsExactly(new Voter(3, "localhost", 9093));
    assertThat(config.quorum().contacts()).containsExactly(new Quorum.Address("localhost", 9093));
    assertThat(config.quorum().reachedAt())
        .isEqualTo(new Endpoint("CONTROLLER", "localhost", 9093));
    assertThat(config.notices())
        .containsExactly(
            "settings that mean nothing here: inter.broker.listener.name, num.network.threads");
  }

  @Test
  void aNodeThatSaysNothingOfAClusterIsAloneInIt() throws BadConfigException {
    assertThat(NodeConfig.of(given()).quorum())
        .isEqualTo(new Quorum(null, null, 3_000, 10_000, List.of(), List.of(), Joining.NEVER));
  }

  @Test
  void aNodeThatJoinsBecomesAVoterUnlessItIsToldNotTo() throws BadConfigException {
    Quorum quorum = NodeConfig.of(joining()).quorum();
    assertThat(quorum.joining()).isEqualTo(Joining.WHILE_FEW);
    assertThat(quorum.contacts())
        .containsExactly(new Quorum.Address("a.example", 9093), new Quorum.Address("::1", 9093));
    assertThat(
            NodeConfig.of(joining("controller.quorum.auto.join.enable", "false"))
                .quorum()
                .joining())
        .isEqualTo(Joining.BY_COMMAND);
    assertThat(NodeConfig.of(joining("process.roles", "broker")).quorum().joining())
        .isEqualTo(Joining.NEVER);
  }

  @Test
  void aNodeThatCannotTakeItsPlaceAmongTheVotersIsRefused() {
    assertThat(complaint("process.roles", ""))
        .contains("a node is a broker, a controller, or both");
    assertThat(complaint("process.roles", "controller"))
        .contains("PLAINTEXT://127.0.0.1:9092 is for clients");
    assertThat(complaint("process.roles", "broker")).contains("where the controllers are");
    assertThat(complaint("controller.quorum.voters", "2@a:1,3@b:1")).contains("not among them");
    assertThat(complaint("controller.quorum.voters", "1@a:1,2@b:1"))
        .contains("none for the other nodes");
    assertThat(complaint("controller.quorum.voters", "1@a")).contains("not of the form");
    assertThat(complaint("controller.quorum.voters", "1@a:1,1@b:1")).contains("there twice");
    assertThat(complaint("controller.quorum.voters", "1@a:1", "process.roles", "broker"))
        .contains("not a controller");
  }

  /// As Kafka's own files have it: a broker's names no listener for other nodes.
  @Test
  void aBrokerAloneGetsAPlaceToMeetTheOthersBesideItsFirstListener() throws BadConfigException {
    NodeConfig config =
        NodeConfig.of(
            given(
                "process.roles", "broker",
                "listeners", "PLAINTEXT://10.0.0.7:9092",
                "advertised.listeners", "PLAINTEXT://broker.example:9092",
                "controller.quorum.bootstrap.servers", "controller.example:9093"));

    assertThat(config.quorum().listener()).isEqualTo(new Endpoint("CONTROLLER", "10.0.0.7", 0));
    assertThat(config.withControllerPort(4711).quorum().reachedAt())
        .isEqualTo(new Endpoint("CONTROLLER", "broker.example", 4711));
  }

  @Test
  void aControllerAloneHasNothingForClients() throws BadConfigException {
    NodeConfig config =
        NodeConfig.of(
            given(
                "process.roles", "controller",
                "listeners", "CONTROLLER://:9093",
                "controller.quorum.voters", "1@a.example:9093,2@b.example:9093"));

    assertThat(config.identity().roles().isBroker()).isFalse();
    assertThat(config.network().listeners()).isEmpty();
    assertThat(config.withControllerPort(9093).quorum().reachedAt())
        .isEqualTo(new Endpoint("CONTROLLER", "a.example", 9093));
  }

  @Test
  void anEndpointMayHaveAnAddressOfIpv6() throws BadConfigException {
    assertThat(Endpoint.parse("listeners", "PLAINTEXT://[::1]:9092"))
        .containsExactly(new Endpoint("PLAINTEXT", "::1", 9092));
  }

  @Test
  void anEndpointWithoutItsFormIsAnError() {
    for (String text : new String[] {"9092", "PLAINTEXT:/x:1", "PLAINTEXT://x", "A://x:99999"}) {
      assertThatThrownBy(() -> Endpoint.parse("listeners", text))
          .isInstanceOf(BadConfigException.class);
    }
  }
}
