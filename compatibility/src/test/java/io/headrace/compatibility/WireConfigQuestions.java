package io.headrace.compatibility;

import static io.headrace.compatibility.WireClient.inEveryVersion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// Questions about configs.
final class WireConfigQuestions {

  private static final int TOPIC = 2;
  private static final int BROKER = 4;
  private static final int BROKER_LOGGER = 8;
  private static final int CLIENT_METRICS = 16;
  private static final int GROUP = 32;
  private static final int UNKNOWN = 77;

  private static final int SET = 0;
  private static final int DELETE = 1;
  private static final int APPEND = 2;
  private static final int SUBTRACT = 3;

  /// What settings of a broker cannot be, most of which mean nothing to Headrace.
  private static final SequencedMap<String, List<String>> NONSENSE = new LinkedHashMap<>();

  static {
    NONSENSE.put("num.io.threads", List.of("x", "0", "1.5", "9999999999", ""));
    NONSENSE.put("background.threads", List.of("-1"));
    NONSENSE.put("num.recovery.threads.per.data.dir", List.of("many"));
    NONSENSE.put("log.cleaner.backoff.ms", List.of("-1", "1s"));
    NONSENSE.put("log.cleaner.io.max.bytes.per.second", List.of("fast"));
    NONSENSE.put("log.cleaner.io.buffer.load.factor", List.of("half"));
    NONSENSE.put("transaction.partition.verification.enable", List.of("perhaps"));
    NONSENSE.put("unclean.leader.election.enable", List.of("1"));
    NONSENSE.put("remote.log.manager.copy.max.bytes.per.second", List.of("0"));
    NONSENSE.put("producer.id.expiration.ms", List.of("0", "x"));
    NONSENSE.put("log.retention.ms", List.of("soon"));
    NONSENSE.put("compression.type", List.of("rar"));
    NONSENSE.put("min.insync.replicas", List.of("0"));
    NONSENSE.put("max.connection.creation.rate", List.of("x", "0", "-1"));
    NONSENSE.put("max.connections", List.of("x", "0", "-1"));
    for (String listener : List.of("plaintext", "nowhere")) {
      String prefix = "listener.name." + listener;
      NONSENSE.put(prefix + ".max.connections", List.of("x", "-1"));
      NONSENSE.put(prefix + ".max.connection.creation.rate", List.of("x", "-1"));
      NONSENSE.put(prefix + ".num.network.threads", List.of("x", "0"));
    }
    NONSENSE.put("listener.name.plaintext.max.connections", List.of("x", "0", "-1"));
    NONSENSE.put("listener.name.plaintext.max.connection.creation.rate", List.of("0"));
    NONSENSE.put("listener.name.plaintext.node.id", List.of("x", "-1"));
    NONSENSE.put("ssl.keystore.location", List.of("nowhere"));
    NONSENSE.put("sasl.enabled.mechanisms", List.of("x"));
  }

  private WireConfigQuestions() {}

  static void ask(WireClient client) {
    WireTopicQuestions.createTopic(client, "tuned", 1, "retention.ms", "5000");
    inEveryVersion(ApiKeys.INCREMENTAL_ALTER_CONFIGS, v -> incremental(client, v));
    inEveryVersion(ApiKeys.ALTER_CONFIGS, v -> alter(client, v));
    inEveryVersion(ApiKeys.DESCRIBE_CONFIGS, v -> describe(client, v));
    inEveryVersion(ApiKeys.LIST_CONFIG_RESOURCES, v -> list(client, v));
  }

  private static void describe(WireClient client, int v) {
    describe(client, v, "topic", TOPIC, "tuned", null);
    describe(client, v, "one of a topic", TOPIC, "tuned", List.of("retention.ms"));
    describe(client, v, "unknown one of a topic", TOPIC, "tuned", List.of("nix"));
    describe(client, v, "none of a topic", TOPIC, "tuned", List.of());
    describe(client, v, "unknown topic", TOPIC, "nowhere", null);
    describe(client, v, "topic of a bad name", TOPIC, "a b", null);
    describe(client, v, "group", GROUP, "g", null);
    describe(client, v, "group without a name", GROUP, "", null);
    describe(client, v, "metrics", CLIENT_METRICS, "m", null);
    describe(client, v, "metrics without a name", CLIENT_METRICS, "", null);
    describe(client, v, "one of a broker", BROKER, "1", List.of("message.max.bytes"));
    describe(client, v, "one of all brokers", BROKER, "", List.of("message.max.bytes"));
    describe(client, v, "another broker", BROKER, "9", null);
    describe(client, v, "a broker that is no number", BROKER, "x", null);
    describe(client, v, "loggers elsewhere", BROKER_LOGGER, "9", null);
    describe(client, v, "a kind that is none", UNKNOWN, "x", null);
  }

  private static void describe(
      WireClient client, int v, String story, int kind, String name, @Nullable List<String> keys) {
    var plain = new DescribeConfigsRequestData();
    plain
        .resources()
        .add(
            new DescribeConfigsResource()
                .setResourceType((byte) kind)
                .setResourceName(name)
                .setConfigurationKeys(keys));
    client.ask(story, ApiKeys.DESCRIBE_CONFIGS, v, plain);
    var synonyms = plain.duplicate().setIncludeSynonyms(true);
    client.ask(story + ", synonyms", ApiKeys.DESCRIBE_CONFIGS, v, synonyms);
  }

  private static void alter(WireClient client, int v) {
    alter(client, v, "topic", TOPIC, "tuned", "segment.ms", "60000");
    alter(client, v, "bad value", TOPIC, "tuned", "segment.ms", "x");
    alter(client, v, "unknown key", TOPIC, "tuned", "nix", "1");
    alter(client, v, "null", TOPIC, "tuned", "segment.ms", null);
    alter(client, v, "unknown topic", TOPIC, "nowhere", "segment.ms", "60000");
    alter(client, v, "group", GROUP, "g", "consumer.session.timeout.ms", "50000");
    alter(client, v, "group beyond its limit", GROUP, "g", "consumer.session.timeout.ms", "70000");
    alter(client, v, "a kind that is none", UNKNOWN, "x", "a", "b");
    alter(client, v, "another broker", BROKER, "9", "message.max.bytes", "1000");
    alter(client, v, "fixed one of a broker", BROKER, "1", "log.dirs", "x");
  }

  private static void alter(
      WireClient client,
      int v,
      String story,
      int kind,
      String name,
      String key,
      @Nullable String value) {
    var resource = new AlterConfigsResource().setResourceType((byte) kind).setResourceName(name);
    resource.configs().add(new AlterableConfig().setName(key).setValue(value));
    var request = new AlterConfigsRequestData();
    request.resources().add(resource);
    var checked = request.duplicate().setValidateOnly(true);
    client.ask(story + ", only checked", ApiKeys.ALTER_CONFIGS, v, checked);
    client.ask(story, ApiKeys.ALTER_CONFIGS, v, request);
  }

  private static void incremental(WireClient client, int v) {
    incremental(client, v, "set", TOPIC, "tuned", SET, "segment.ms", "70000");
    incremental(client, v, "delete", TOPIC, "tuned", DELETE, "segment.ms", null);
    incremental(client, v, "delete what is not set", TOPIC, "tuned", DELETE, "flush.ms", null);
    incremental(client, v, "append", TOPIC, "tuned", APPEND, "cleanup.policy", "compact");
    incremental(client, v, "append again", TOPIC, "tuned", APPEND, "cleanup.policy", "compact");
    incremental(client, v, "subtract", TOPIC, "tuned", SUBTRACT, "cleanup.policy", "compact");
    incremental(client, v, "append to a number", TOPIC, "tuned", APPEND, "segment.ms", "1");
    incremental(client, v, "set to null", TOPIC, "tuned", SET, "segment.ms", null);
    incremental(client, v, "an operation that is none", TOPIC, "tuned", 9, "segment.ms", "1");
    incremental(client, v, "bad value", TOPIC, "tuned", SET, "segment.ms", "x");
    incremental(client, v, "unknown key", TOPIC, "tuned", SET, "nix", "1");
    incremental(client, v, "delete an unknown key", TOPIC, "tuned", DELETE, "nix", null);
    incremental(client, v, "unknown topic", TOPIC, "nowhere", SET, "segment.ms", "70000");
    incremental(client, v, "no topic", TOPIC, "", SET, "segment.ms", "70000");
    incremental(client, v, "group", GROUP, "g", SET, "share.isolation.level", "read_committed");
    incremental(client, v, "unknown key of a group", GROUP, "g", SET, "nix", "1");
    incremental(client, v, "no group", GROUP, "", SET, "share.isolation.level", "read_committed");
    incremental(client, v, "metrics", CLIENT_METRICS, "m", SET, "interval.ms", "1000");
    incremental(client, v, "bad value of metrics", CLIENT_METRICS, "m", SET, "interval.ms", "1");
    incremental(client, v, "broker", BROKER, "1", SET, "message.max.bytes", "1048588");
    incremental(client, v, "all brokers", BROKER, "", SET, "message.max.bytes", "1048588");
    incremental(client, v, "bad value of a broker", BROKER, "1", SET, "message.max.bytes", "x");
    incremental(client, v, "fixed one of a broker", BROKER, "1", SET, "node.id", "7");
    incremental(client, v, "one of a plug-in", BROKER, "1", SET, "of.a.plug.in", "x");
    incremental(client, v, "undo one of a plug-in", BROKER, "1", DELETE, "of.a.plug.in", null);
    NONSENSE.forEach((key, values) -> {
      for (String value : values) {
        String story = "%s of a broker is '%s'".formatted(key, value);
        incremental(client, v, story, BROKER, "1", SET, key, value);
        incremental(client, v, story + ", all brokers", BROKER, "", SET, key, value);
      }
    });
    incremental(client, v, "another broker", BROKER, "9", SET, "message.max.bytes", "1048588");
    incremental(client, v, "a kind that is none", UNKNOWN, "x", SET, "a", "b");
    incremental(client, v, "undo broker", BROKER, "1", DELETE, "message.max.bytes", null);
    incremental(client, v, "undo all brokers", BROKER, "", DELETE, "message.max.bytes", null);
  }

  private static void incremental(
      WireClient client,
      int v,
      String story,
      int kind,
      String name,
      int operation,
      String key,
      @Nullable String value) {
    var resource =
        new IncrementalAlterConfigsRequestData.AlterConfigsResource()
            .setResourceType((byte) kind)
            .setResourceName(name);
    resource
        .configs()
        .add(
            new IncrementalAlterConfigsRequestData.AlterableConfig()
                .setName(key)
                .setConfigOperation((byte) operation)
                .setValue(value));
    var request = new IncrementalAlterConfigsRequestData();
    request.resources().add(resource);
    var checked = request.duplicate().setValidateOnly(true);
    client.ask(story + ", only checked", ApiKeys.INCREMENTAL_ALTER_CONFIGS, v, checked);
    client.ask(story, ApiKeys.INCREMENTAL_ALTER_CONFIGS, v, request);
  }

  private static void list(WireClient client, int v) {
    for (int kind : new int[] {TOPIC, BROKER, CLIENT_METRICS, GROUP, UNKNOWN}) {
      var request = new ListConfigResourcesRequestData().setResourceTypes(List.of((byte) kind));
      client.ask("of kind " + kind, ApiKeys.LIST_CONFIG_RESOURCES, v, request);
    }
  }
}
