package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/// Settings by way of the admin client.
final class KafkaConfigs implements Configs {

  private final Admin admin;
  private final Calls calls;

  KafkaConfigs(Admin admin, Calls calls) {
    this.admin = admin;
    this.calls = calls;
  }

  @Override
  public List<Setting> describe(Scope scope) {
    ConfigResource resource = resource(scope);
    var options = new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
    Config config =
        calls.await(
            admin.describeConfigs(List.of(resource), options).values(),
            resource,
            "read the settings of " + scope.shown());
    var settings = new ArrayList<Setting>();
    config.entries().forEach(entry -> settings.add(setting(entry)));
    settings.sort(Comparator.comparing(Setting::key));
    return settings;
  }

  @Override
  public void change(Scope scope, Change change, Effect effect) {
    Collection<AlterConfigOp> operations = new ArrayList<>();
    change
        .set()
        .forEach((key, value) ->
            operations.add(
                new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    change
        .unset()
        .forEach(key ->
            operations.add(
                new AlterConfigOp(new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE)));
    var options = new AlterConfigsOptions().validateOnly(effect == Effect.CHECK);
    calls.await(
        admin.incrementalAlterConfigs(Map.of(resource(scope), operations), options).all(),
        "change the settings of " + scope.shown());
  }

  private static ConfigResource resource(Scope scope) {
    return switch (scope) {
      case Scope.OfTopic(String name) -> new ConfigResource(ConfigResource.Type.TOPIC, name);
      case Scope.OfNode(int id) -> new ConfigResource(ConfigResource.Type.BROKER, "" + id);
      case Scope.OfAllNodes _ -> new ConfigResource(ConfigResource.Type.BROKER, "");
      case Scope.OfGroup(String name) -> new ConfigResource(ConfigResource.Type.GROUP, name);
    };
  }

  private static Setting setting(ConfigEntry entry) {
    var layers = new ArrayList<Layer>();
    for (ConfigEntry.ConfigSynonym synonym : entry.synonyms()) {
      layers.add(
          new Layer(
              synonym.name(), Optional.ofNullable(synonym.value()), origin(synonym.source())));
    }
    Nature nature = entry.isReadOnly() ? Nature.FIXED : Nature.CHANGEABLE;
    return new Setting(
        entry.name(),
        Optional.ofNullable(entry.value()),
        origin(entry.source()),
        entry.isSensitive() ? Nature.SECRET : nature,
        entry.type().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(entry.documentation()),
        layers);
  }

  private static Origin origin(ConfigEntry.ConfigSource source) {
    return switch (source) {
      case DYNAMIC_TOPIC_CONFIG -> Origin.TOPIC;
      case DYNAMIC_GROUP_CONFIG -> Origin.GROUP;
      case DYNAMIC_BROKER_CONFIG, DYNAMIC_BROKER_LOGGER_CONFIG -> Origin.NODE;
      case DYNAMIC_DEFAULT_BROKER_CONFIG -> Origin.ALL_NODES;
      case STATIC_BROKER_CONFIG -> Origin.FILE;
      case DEFAULT_CONFIG -> Origin.DEFAULT;
      case DYNAMIC_CLIENT_METRICS_CONFIG, UNKNOWN -> Origin.UNKNOWN;
    };
  }
}
