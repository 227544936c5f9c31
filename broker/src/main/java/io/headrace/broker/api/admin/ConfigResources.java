package io.headrace.broker.api.admin;

import io.headrace.controller.decision.Refusal;
import io.headrace.controller.topic.TopicName;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reads what a request names as the owner of configs.
final class ConfigResources {

  private ConfigResources() {}

  /// The type with Kafka's id; null if there is none.
  static @Nullable Type typeOf(int id) {
    for (Type type : Type.values()) {
      if (type.id() == id) {
        return type;
      }
    }
    return null;
  }

  /// Null if this broker can change the configs of `resource`, which only for brokers depends on
  /// which broker it is.
  static @Nullable Refusal refusalOfChange(
      ConfigResource resource, int nodeId, ClusterImage image) {
    return switch (resource.type()) {
      case TOPIC -> resource.name().isEmpty() ? null : TopicName.refusalOf(resource.name());
      case GROUP, CLIENT_METRICS -> null;
      case BROKER ->
          resource.name().isEmpty() ? null : refusalOfNode(resource.name(), nodeId, image);
      case BROKER_LOGGER -> refusalOfNode(resource.name(), nodeId, image);
    };
  }

  private static @Nullable Refusal refusalOfNode(String name, int nodeId, ClusterImage image) {
    try {
      int id = Integer.parseInt(name);
      return id == nodeId || image.broker(id) != null
          ? null
          : request("Unexpected broker id, expected " + nodeId + ", but received " + name);
    } catch (NumberFormatException _) {
      return request("Node id must be an integer, but it is: " + name);
    }
  }

  static Refusal request(String message) {
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }
}
