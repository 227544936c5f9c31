package io.headrace.controller.config;

import io.headrace.controller.config.ConfigEdit.Kind;
import io.headrace.controller.config.ConfigEdit.Operation;
import io.headrace.controller.config.ConfigEdit.Style;
import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.config.ConfigKey;
import io.headrace.metadata.config.ConfigType;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides changes of configs. One resource that is refused does not keep the others from change;
/// of one resource all is changed or nothing.
public final class ConfigAlteration {

  private ConfigAlteration() {}

  /// For each edit its refusal, or null, in their order.
  public static Decision<List<@Nullable Refusal>> decide(
      ClusterImage image, List<ConfigEdit> edits) {
    var records = new ArrayList<MetadataRecord>();
    var refusals = new ArrayList<@Nullable Refusal>(edits.size());
    for (ConfigEdit edit : edits) {
      refusals.add(decideOne(image, edit, records));
    }
    return new Decision<List<@Nullable Refusal>>(records, refusals);
  }

  private static @Nullable Refusal decideOne(
      ClusterImage image, ConfigEdit edit, List<MetadataRecord> records) {
    Refusal refusal = refusalOfResource(image, edit.resource());
    if (refusal == null) {
      refusal = refusalOfKeys(edit);
    }
    if (refusal != null) {
      return refusal;
    }
    ConfigImage before = image.config(edit.resource());
    SequencedMap<String, @Nullable String> after = new LinkedHashMap<>();
    if (edit.style() == Style.REPLACING) {
      before.values().keySet().forEach(key -> after.put(key, null));
    }
    for (Operation operation : edit.operations()) {
      refusal = refusalOf(before, edit.resource(), operation);
      if (refusal != null) {
        return refusal;
      }
      after.put(operation.key(), valueAfter(before, edit.resource(), operation));
    }
    Map<String, @Nullable String> all = new HashMap<>(before.values());
    all.putAll(after);
    refusal = ConfigRules.conflictIn(edit.resource().type(), all);
    if (refusal != null) {
      return refusal;
    }
    after.forEach((key, value) -> {
      if (value == null ? before.get(key) != null : !value.equals(before.get(key))) {
        records.add(new MetadataRecord.ConfigChanged(edit.resource(), key, value));
      }
    });
    return null;
  }

  private static @Nullable Refusal refusalOfResource(ClusterImage image, ConfigResource resource) {
    String name = resource.name();
    return switch (resource.type()) {
      case TOPIC -> {
        if (name.isEmpty()) {
          yield request("Default topic resources are not allowed.");
        }
        yield image.topic(name) == null
            ? new Refusal(
                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic '" + name + "' does not exist.")
            : null;
      }
      case GROUP -> name.isEmpty() ? request("Default group resources are not allowed.") : null;
      case CLIENT_METRICS -> name.isEmpty() ? request("Subscription name can't be empty") : null;
      case BROKER, BROKER_LOGGER -> null;
    };
  }

  private static @Nullable Refusal refusalOfKeys(ConfigEdit edit) {
    SequencedSet<String> keys = new LinkedHashSet<>();
    for (Operation operation : edit.operations()) {
      if (!keys.add(operation.key())) {
        return request("Error due to duplicate config keys");
      }
    }
    String nulls =
        edit.operations().stream()
            .filter(operation -> operation.kind() != Kind.DELETE && operation.value() == null)
            .map(Operation::key)
            .collect(Collectors.joining(","));
    return nulls.isEmpty() ? null : request("Null value not supported for : " + nulls);
  }

  /// Of what is subtracted, only what it leaves has to be valid, as in Kafka.
  private static @Nullable Refusal refusalOf(
      ConfigImage before, ConfigResource resource, Operation operation) {
    String value = operation.value();
    ConfigKey key = ConfigRules.keyOf(resource.type(), operation.key());
    return switch (operation.kind()) {
      case DELETE -> null;
      case SET -> value == null ? null : refusalOfSet(resource, operation.key(), value);
      case APPEND, SUBTRACT -> {
        if (key == null || key.type() != ConfigType.LIST) {
          yield new Refusal(
              ErrorCode.INVALID_CONFIG,
              "Can't "
                  + operation.kind()
                  + " to key "
                  + operation.key()
                  + " because its type is not LIST.");
        }
        String checked =
            operation.kind() == Kind.APPEND ? value : valueAfter(before, resource, operation);
        yield checked == null
            ? null
            : ConfigRules.refusalOf(resource.type(), operation.key(), checked);
      }
    };
  }

  private static @Nullable Refusal refusalOfSet(ConfigResource resource, String key, String value) {
    Refusal refusal = ConfigRules.refusalOf(resource.type(), key, value);
    if (refusal != null || resource.type() != Type.BROKER) {
      return refusal;
    }
    return resource.name().isEmpty()
        ? ConfigRules.refusalOfAllBrokers(key)
        : ConfigRules.refusalOfOneBroker(key, value);
  }

  private static @Nullable String valueAfter(
      ConfigImage before, ConfigResource resource, Operation operation) {
    String value = operation.value();
    if (operation.kind() == Kind.DELETE || value == null) {
      return null;
    }
    if (operation.kind() == Kind.SET) {
      return value;
    }
    SequencedSet<String> elements =
        new LinkedHashSet<>(elementsBefore(before, resource, operation));
    if (operation.kind() == Kind.APPEND) {
      elements.addAll(ConfigKey.splitList(value));
    } else {
      ConfigKey.splitList(value).forEach(elements::remove);
    }
    return String.join(",", elements);
  }

  private static List<String> elementsBefore(
      ConfigImage before, ConfigResource resource, Operation operation) {
    String set = before.get(operation.key());
    if (set != null) {
      return ConfigKey.splitList(set);
    }
    ConfigKey key = ConfigRules.keyOf(resource.type(), operation.key());
    String defaultValue = key == null ? null : key.defaultValue();
    return defaultValue == null ? List.of() : ConfigKey.splitList(defaultValue);
  }

  private static Refusal request(String message) {
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }
}
