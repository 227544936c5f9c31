package io.headrace.cli.admin;

import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/// Settings, asked for directly; those of a node at that node.
final class WireConfigs implements Configs {

  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;
  private static final byte GROUP = 32;
  private static final byte SET = 0;
  private static final byte DELETE = 1;

  private final Asker asker;

  WireConfigs(Asker asker) {
    this.asker = asker;
  }

  @Override
  public List<Setting> describe(Scope scope) {
    var request =
        new DescribeConfigsRequestData().setIncludeSynonyms(true).setIncludeDocumentation(true);
    request
        .resources()
        .add(
            new DescribeConfigsResource()
                .setResourceType(type(scope))
                .setResourceName(name(scope))
                .setConfigurationKeys(null));
    String what = "read the settings of " + scope.shown();
    DescribeConfigsResponseData answer =
        askForEffect(
            scope,
            what,
            new Question<>(
                ApiKey.DESCRIBE_CONFIGS, 1, 4, request, new DescribeConfigsResponseData()));
    var settings = new ArrayList<Setting>();
    for (DescribeConfigsResult resource : answer.results()) {
      asker.require(resource.errorCode(), resource.errorMessage(), what);
      resource.configs().forEach(config -> settings.add(setting(config)));
    }
    settings.sort(Comparator.comparing(Setting::key));
    return settings;
  }

  @Override
  public void change(Scope scope, Change change, Effect effect) {
    var resource =
        new AlterConfigsResource().setResourceType(type(scope)).setResourceName(name(scope));
    change
        .set()
        .forEach((key, value) ->
            resource
                .configs()
                .add(new AlterableConfig().setName(key).setValue(value).setConfigOperation(SET)));
    change
        .unset()
        .forEach(key ->
            resource
                .configs()
                .add(new AlterableConfig().setName(key).setValue(null).setConfigOperation(DELETE)));
    var request = new IncrementalAlterConfigsRequestData().setValidateOnly(effect == Effect.CHECK);
    request.resources().add(resource);
    String what = "change the settings of " + scope.shown();
    IncrementalAlterConfigsResponseData answer =
        asker.any(
            what,
            new Question<>(
                ApiKey.INCREMENTAL_ALTER_CONFIGS,
                0,
                1,
                request,
                new IncrementalAlterConfigsResponseData()));
    for (var changed : answer.responses()) {
      if (scope instanceof Scope.OfNode(int id) && isOfUnknownNode(changed.errorCode())) {
        throw noNode(what, "there is no node " + id);
      }
      asker.require(changed.errorCode(), changed.errorMessage(), what);
    }
  }

  /// What the cluster says of a node that was never registered or is removed.
  private static boolean isOfUnknownNode(short errorCode) {
    return errorCode == ErrorCode.INVALID_REQUEST.code();
  }

  /// A node alone knows what is in effect on it; what is set for it, all know.
  private <T extends ApiMessage> T askForEffect(Scope scope, String what, Question<T> question) {
    if (scope instanceof Scope.OfNode(int id)) {
      if (asker.metadata(what, List.of()).brokers().find(id) == null) {
        throw noNode(what, "no node %d is in service".formatted(id));
      }
      return asker.node(id, what, question);
    }
    return asker.any(what, question);
  }

  private static Failure noNode(String what, String why) {
    return new Failure(
        Exit.NOT_FOUND, "cannot " + what, why, "headrace node list, which shows all of them");
  }

  private static byte type(Scope scope) {
    return switch (scope) {
      case Scope.OfTopic _ -> TOPIC;
      case Scope.OfNode _ -> BROKER;
      case Scope.OfAllNodes _ -> BROKER;
      case Scope.OfGroup _ -> GROUP;
    };
  }

  private static String name(Scope scope) {
    return switch (scope) {
      case Scope.OfTopic(String name) -> name;
      case Scope.OfNode(int id) -> Integer.toString(id);
      case Scope.OfAllNodes _ -> "";
      case Scope.OfGroup(String name) -> name;
    };
  }

  private static Setting setting(DescribeConfigsResourceResult config) {
    var layers = new ArrayList<Layer>();
    for (var synonym : config.synonyms()) {
      layers.add(
          new Layer(
              synonym.name(), Optional.ofNullable(synonym.value()), origin(synonym.source())));
    }
    Nature nature = config.readOnly() ? Nature.FIXED : Nature.CHANGEABLE;
    return new Setting(
        config.name(),
        Optional.ofNullable(config.value()),
        origin(config.configSource()),
        config.isSensitive() ? Nature.SECRET : nature,
        typeName(config.configType()),
        Optional.ofNullable(config.documentation()),
        layers);
  }

  /// The numbers of Kafka's `DescribeConfigsResponse.ConfigSource`.
  private static Origin origin(byte source) {
    return switch (source) {
      case 1 -> Origin.TOPIC;
      case 2, 6 -> Origin.NODE;
      case 3 -> Origin.ALL_NODES;
      case 4 -> Origin.FILE;
      case 5 -> Origin.DEFAULT;
      case 8 -> Origin.GROUP;
      default -> Origin.UNKNOWN;
    };
  }

  /// The numbers of Kafka's `DescribeConfigsResponse.ConfigType`.
  private static String typeName(byte type) {
    return switch (type) {
      case 1 -> "boolean";
      case 2 -> "string";
      case 3 -> "int";
      case 4 -> "short";
      case 5 -> "long";
      case 6 -> "double";
      case 7 -> "list";
      case 8 -> "class";
      case 9 -> "password";
      default -> "unknown";
    };
  }
}
