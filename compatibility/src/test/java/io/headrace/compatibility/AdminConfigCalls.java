package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.differs;
import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminConfigs.change;
import static io.headrace.compatibility.AdminConfigs.config;
import static io.headrace.compatibility.AdminConfigs.node;
import static io.headrace.compatibility.AdminConfigs.op;
import static io.headrace.compatibility.AdminConfigs.told;
import static io.headrace.compatibility.AdminConfigs.topic;
import static io.headrace.compatibility.AdminStage.NOWHERE;
import static io.headrace.compatibility.AdminStage.get;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/// Calls of Admin that describe configs.
final class AdminConfigCalls {

  private AdminConfigCalls() {}

  private static final DescribeConfigsOptions EVERYTHING =
      new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);

  static final List<AdminCall> DESCRIPTIONS =
      List.of(
          same(
              "describeConfigs",
              "a default",
              s -> told(config(s, topic(s.topic)).get("retention.ms")),
              "604800000 DEFAULT_CONFIG LONG"),
          same(
              "describeConfigs",
              "a list",
              s -> told(config(s, topic(s.topic)).get("cleanup.policy")),
              "delete DEFAULT_CONFIG LIST"),
          same(
              "describeConfigs",
              "what it stands for",
              s -> {
                Config config =
                    get(s.admin.describeConfigs(List.of(topic(s.topic)), EVERYTHING).all())
                        .get(topic(s.topic));
                return config.get("cleanup.policy").synonyms().stream()
                    .map(each -> each.name() + "=" + each.value() + " " + each.source())
                    .toList();
              },
              "[log.cleanup.policy=delete DEFAULT_CONFIG]"),
          same(
              "describeConfigs",
              "what it is for",
              s -> {
                Config config =
                    get(s.admin.describeConfigs(List.of(topic(s.topic)), EVERYTHING).all())
                        .get(topic(s.topic));
                return config.entries().stream()
                    .filter(each -> each.documentation() == null)
                    .map(ConfigEntry::name)
                    .toList();
              },
              "[]"),
          same(
              "describeConfigs",
              "nothing of what it is for",
              s -> config(s, topic(s.topic)).get("retention.ms").documentation(),
              "null"),
          same(
              "describeConfigs",
              "all of Kafka's",
              s ->
                  config(s, topic(s.topic)).entries().stream()
                      .map(ConfigEntry::name)
                      .filter(each -> !each.startsWith("headrace."))
                      .sorted()
                      .collect(Collectors.joining(" ")),
              "cleanup.policy compression.gzip.level compression.lz4.level compression.type"
                  + " compression.zstd.level delete.retention.ms file.delete.delay.ms"
                  + " flush.messages flush.ms follower.replication.throttled.replicas"
                  + " index.interval.bytes leader.replication.throttled.replicas"
                  + " local.retention.bytes local.retention.ms max.compaction.lag.ms"
                  + " max.message.bytes message.timestamp.after.max.ms"
                  + " message.timestamp.before.max.ms message.timestamp.type"
                  + " min.cleanable.dirty.ratio min.compaction.lag.ms min.insync.replicas"
                  + " preallocate remote.log.copy.disable remote.log.delete.on.disable"
                  + " remote.storage.enable retention.bytes retention.ms segment.bytes"
                  + " segment.index.bytes segment.jitter.ms segment.ms"
                  + " unclean.leader.election.enable"),
          same(
              "describeConfigs",
              "an unknown topic",
              s -> config(s, topic(NOWHERE)),
              "UnknownTopicOrPartitionException"),
          same("describeConfigs", "no topic", s -> config(s, topic("")), "InvalidTopicException"),
          same(
              "describeConfigs",
              "a bad topic",
              s -> config(s, topic("not/a/name")),
              "InvalidTopicException"),
          same(
              "describeConfigs",
              "a node",
              s -> told(config(s, node(s)).get("log.retention.hours")),
              "168 DEFAULT_CONFIG INT"),
          same(
              "describeConfigs",
              "its port",
              s -> config(s, node(s)).get("node.id").isReadOnly(),
              true),
          // Kafka sets it for the cluster when it formats itself (KIP-966).
          differs(
              "describeConfigs",
              "all nodes",
              s ->
                  config(s, new ConfigResource(Type.BROKER, "")).entries().stream()
                      .map(ConfigEntry::name)
                      .toList(),
              "[min.insync.replicas]",
              "[]"),
          // Levels of logging are not changed while a node runs.
          differs(
              "describeConfigs",
              "loggers",
              s ->
                  config(s, new ConfigResource(Type.BROKER_LOGGER, String.valueOf(s.node)))
                      .entries()
                      .isEmpty(),
              false,
              true),
          same(
              "describeConfigs",
              "a group",
              s ->
                  told(
                      config(s, new ConfigResource(Type.GROUP, s.group))
                          .get("consumer.session.timeout.ms")),
              "45000 DEFAULT_CONFIG INT"),
          same(
              "describeConfigs",
              "a group that is none",
              s ->
                  told(
                      config(s, new ConfigResource(Type.GROUP, "nobody"))
                          .get("consumer.session.timeout.ms")),
              "45000 DEFAULT_CONFIG INT"),
          same(
              "describeConfigs",
              "no group",
              s -> config(s, new ConfigResource(Type.GROUP, "")).entries(),
              "InvalidRequestException"),
          same(
              "describeConfigs",
              "metrics of clients",
              s -> config(s, new ConfigResource(Type.CLIENT_METRICS, "m")).entries(),
              "[ConfigEntry(name=interval.ms, value=300000, source=DEFAULT_CONFIG,"
                  + " isSensitive=false, isReadOnly=false, synonyms=[], type=INT,"
                  + " documentation=null), ConfigEntry(name=match, value=, source=DEFAULT_CONFIG,"
                  + " isSensitive=false, isReadOnly=false, synonyms=[], type=LIST,"
                  + " documentation=null), ConfigEntry(name=metrics, value=, source=DEFAULT_CONFIG,"
                  + " isSensitive=false, isReadOnly=false, synonyms=[], type=LIST,"
                  + " documentation=null)]"),
          same(
              "describeConfigs",
              "of an unknown kind",
              s -> config(s, new ConfigResource(Type.UNKNOWN, "m")),
              "InvalidRequestException"));

  @SuppressWarnings("removal") // Admin has it still
  static final List<AdminCall> LISTINGS =
      List.of(
          same(
              "listConfigResources",
              "topics",
              s ->
                  get(s.admin
                          .listConfigResources(Set.of(Type.TOPIC), new ListConfigResourcesOptions())
                          .all())
                      .contains(topic(s.topic)),
              true),
          same(
              "listConfigResources",
              "nodes",
              s ->
                  get(s.admin
                          .listConfigResources(
                              Set.of(Type.BROKER), new ListConfigResourcesOptions())
                          .all())
                      .contains(node(s)),
              true),
          same(
              "listConfigResources",
              "loggers",
              s ->
                  get(s.admin
                          .listConfigResources(
                              Set.of(Type.BROKER_LOGGER), new ListConfigResourcesOptions())
                          .all())
                      .contains(new ConfigResource(Type.BROKER_LOGGER, String.valueOf(s.node))),
              true),
          same(
              "listConfigResources",
              "groups",
              s -> {
                var group = new ConfigResource(Type.GROUP, s.newGroup());
                change(s, group, op("consumer.heartbeat.interval.ms", OpType.SET, "6000"));
                boolean found =
                    get(s.admin
                            .listConfigResources(
                                Set.of(Type.GROUP), new ListConfigResourcesOptions())
                            .all())
                        .contains(group);
                change(s, group, op("consumer.heartbeat.interval.ms", OpType.DELETE, ""));
                return found
                    + " "
                    + get(s.admin
                            .listConfigResources(
                                Set.of(Type.GROUP), new ListConfigResourcesOptions())
                            .all())
                        .contains(group);
              },
              "true false"),
          same(
              "listConfigResources",
              "an unknown kind",
              s ->
                  get(
                      s.admin
                          .listConfigResources(
                              Set.of(Type.UNKNOWN), new ListConfigResourcesOptions())
                          .all()),
              "UnsupportedVersionException"),
          same(
              "listClientMetricsResources",
              "none",
              s -> get(s.admin.listClientMetricsResources().all()),
              "[]"));
}
