package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminConfigs.change;
import static io.headrace.compatibility.AdminConfigs.config;
import static io.headrace.compatibility.AdminConfigs.node;
import static io.headrace.compatibility.AdminConfigs.op;
import static io.headrace.compatibility.AdminConfigs.told;
import static io.headrace.compatibility.AdminConfigs.topic;
import static io.headrace.compatibility.AdminStage.NOWHERE;

import java.util.List;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.jspecify.annotations.Nullable;

/// Calls of Admin that change configs.
final class AdminConfigChangeCalls {

  private AdminConfigChangeCalls() {}

  static final List<AdminCall> CHANGES =
      List.of(
          same(
              "incrementalAlterConfigs",
              "set",
              s -> alter(s, "retention.ms", OpType.SET, "5", "retention.ms"),
              "5 DYNAMIC_TOPIC_CONFIG LONG"),
          same(
              "incrementalAlterConfigs",
              "set to its default",
              s -> alter(s, "retention.ms", OpType.SET, "604800000", "retention.ms"),
              "604800000 DYNAMIC_TOPIC_CONFIG LONG"),
          same(
              "incrementalAlterConfigs",
              "append",
              s -> alter(s, "cleanup.policy", OpType.APPEND, "compact", "cleanup.policy"),
              "delete,compact DYNAMIC_TOPIC_CONFIG LIST"),
          same(
              "incrementalAlterConfigs",
              "append what is there",
              s -> alter(s, "cleanup.policy", OpType.APPEND, "delete", "cleanup.policy"),
              "delete DYNAMIC_TOPIC_CONFIG LIST"),
          same(
              "incrementalAlterConfigs",
              "append two",
              s -> alter(s, "cleanup.policy", OpType.APPEND, "compact,delete", "cleanup.policy"),
              "delete,compact DYNAMIC_TOPIC_CONFIG LIST"),
          same(
              "incrementalAlterConfigs",
              "subtract",
              s -> alter(s, "cleanup.policy", OpType.SUBTRACT, "delete", "cleanup.policy"),
              " DYNAMIC_TOPIC_CONFIG LIST"),
          same(
              "incrementalAlterConfigs",
              "subtract what is not there",
              s -> alter(s, "cleanup.policy", OpType.SUBTRACT, "compact", "cleanup.policy"),
              "delete DYNAMIC_TOPIC_CONFIG LIST"),
          same(
              "incrementalAlterConfigs",
              "append to what is no list",
              s -> alter(s, "retention.ms", OpType.APPEND, "5", "retention.ms"),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "subtract from what is no list",
              s -> alter(s, "retention.ms", OpType.SUBTRACT, "5", "retention.ms"),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "take back what was not set",
              s -> alter(s, "retention.ms", OpType.DELETE, "", "retention.ms"),
              "604800000 DEFAULT_CONFIG LONG"),
          same(
              "incrementalAlterConfigs",
              "take back an unknown one",
              s -> alter(s, "no.such", OpType.DELETE, "", "retention.ms"),
              "604800000 DEFAULT_CONFIG LONG"),
          same(
              "incrementalAlterConfigs",
              "set an unknown one",
              s -> alter(s, "no.such", OpType.SET, "1", "no.such"),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "set nonsense",
              s -> alter(s, "retention.ms", OpType.SET, "soon", "retention.ms"),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "set to nothing",
              s -> alter(s, "retention.ms", OpType.SET, null, "retention.ms"),
              "InvalidRequestException"),
          same(
              "incrementalAlterConfigs",
              "without a name",
              s -> alter(s, "", OpType.SET, "1", ""),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "set an empty list",
              s -> alter(s, "cleanup.policy", OpType.SET, "", "cleanup.policy"),
              " DYNAMIC_TOPIC_CONFIG LIST"),
          same(
              "incrementalAlterConfigs",
              "the same one twice",
              s ->
                  change(
                      s,
                      topic(s.topic),
                      op("retention.ms", OpType.SET, "1"),
                      op("retention.ms", OpType.SET, "2")),
              "InvalidRequestException"),
          same("incrementalAlterConfigs", "nothing", s -> change(s, topic(s.topic)), "done"),
          same(
              "incrementalAlterConfigs",
              "only checked",
              s -> {
                String name = s.newTopic();
                change(
                    s,
                    topic(name),
                    new AlterConfigsOptions().validateOnly(true),
                    op("retention.ms", OpType.SET, "1"));
                return told(config(s, topic(name)).get("retention.ms"));
              },
              "604800000 DEFAULT_CONFIG LONG"),
          same(
              "incrementalAlterConfigs",
              "nonsense, only checked",
              s ->
                  change(
                      s,
                      topic(s.topic),
                      new AlterConfigsOptions().validateOnly(true),
                      op("retention.ms", OpType.SET, "x")),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "of an unknown topic",
              s -> change(s, topic(NOWHERE), op("retention.ms", OpType.SET, "1")),
              "UnknownTopicOrPartitionException"),
          same(
              "incrementalAlterConfigs",
              "of no topic",
              s -> change(s, topic(""), op("retention.ms", OpType.SET, "1")),
              "InvalidRequestException"),
          same(
              "incrementalAlterConfigs",
              "of a bad topic",
              s -> change(s, topic("not/a/name"), op("retention.ms", OpType.SET, "1")),
              "InvalidTopicException"));

  static final List<AdminCall> CHANGES_ELSEWHERE =
      List.of(
          same(
              "incrementalAlterConfigs",
              "of a node",
              s -> changeAndBack(s, node(s), "log.segment.bytes", "2000000"),
              "2000000 DYNAMIC_BROKER_CONFIG INT"),
          same(
              "incrementalAlterConfigs",
              "of all nodes",
              s ->
                  changeAndBack(
                      s, new ConfigResource(Type.BROKER, ""), "log.retention.ms", "8640000000"),
              "8640000000 DYNAMIC_DEFAULT_BROKER_CONFIG LONG"),
          same(
              "incrementalAlterConfigs",
              "of a node, not to be changed",
              s -> change(s, node(s), op("log.dirs", OpType.SET, "/elsewhere")),
              "InvalidRequestException"),
          same(
              "incrementalAlterConfigs",
              "of a node, nonsense",
              s -> change(s, node(s), op("log.segment.bytes", OpType.SET, "many")),
              "InvalidRequestException"),
          same(
              "incrementalAlterConfigs",
              "of a node, unknown",
              s -> changeAndBack(s, node(s), "no.such", "secret"),
              "null DYNAMIC_BROKER_CONFIG UNKNOWN"),
          same(
              "incrementalAlterConfigs",
              "of a group",
              s ->
                  changeAndBack(
                      s,
                      new ConfigResource(Type.GROUP, s.group),
                      "consumer.session.timeout.ms",
                      "46000"),
              "46000 DYNAMIC_GROUP_CONFIG INT"),
          same(
              "incrementalAlterConfigs",
              "of a group, beyond its limit",
              s ->
                  change(
                      s,
                      new ConfigResource(Type.GROUP, s.group),
                      op("consumer.session.timeout.ms", OpType.SET, "1")),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "of a group, unknown",
              s ->
                  change(
                      s, new ConfigResource(Type.GROUP, s.group), op("no.such", OpType.SET, "1")),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "of no group",
              s ->
                  change(
                      s,
                      new ConfigResource(Type.GROUP, ""),
                      op("consumer.session.timeout.ms", OpType.SET, "46000")),
              "InvalidRequestException"),
          same(
              "incrementalAlterConfigs",
              "of metrics of clients",
              s ->
                  changeAndBack(
                      s, new ConfigResource(Type.CLIENT_METRICS, "m"), "interval.ms", "60000"),
              "60000 DYNAMIC_CLIENT_METRICS_CONFIG INT"),
          same(
              "incrementalAlterConfigs",
              "of metrics of clients, nonsense",
              s ->
                  change(
                      s,
                      new ConfigResource(Type.CLIENT_METRICS, "m"),
                      op("interval.ms", OpType.SET, "1")),
              "InvalidRequestException"),
          same(
              "incrementalAlterConfigs",
              "of a logger",
              s ->
                  change(
                      s,
                      new ConfigResource(Type.BROKER_LOGGER, String.valueOf(s.node)),
                      op("kafka.no.such", OpType.SET, "NOISY")),
              "InvalidConfigurationException"),
          same(
              "incrementalAlterConfigs",
              "of an unknown kind",
              s -> change(s, new ConfigResource(Type.UNKNOWN, "m"), op("a", OpType.SET, "1")),
              "InvalidRequestException"));

  /// Changes a topic of its own and tells what a config is then.
  private static String alter(
      AdminStage s, String name, OpType type, @Nullable String value, String told) {
    ConfigResource topic = topic(s.newTopic());
    change(s, topic, op(name, type, value));
    return told(config(s, topic).get(told));
  }

  /// Kafka's answer to a change comes before every node has heard of it.
  private static String changeAndBack(
      AdminStage s, ConfigResource resource, String name, String value) {
    change(s, resource, op(name, OpType.SET, value));
    ConfigEntry found = config(s, resource).get(name);
    for (int i = 0; i < 100 && (found == null || !value.equals(found.value())); i++) {
      found = config(s, resource).get(name);
    }
    change(s, resource, op(name, OpType.DELETE, ""));
    return found == null ? "not told" : told(found);
  }
}
