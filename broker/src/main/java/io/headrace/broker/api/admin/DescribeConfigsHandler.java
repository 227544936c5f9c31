package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.broker.api.admin.ConfigDescriptions.Description;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.topic.TopicName;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.config.ClientMetricsConfigKeys;
import io.headrace.metadata.config.ConfigSource;
import io.headrace.metadata.config.GroupConfigKeys;
import io.headrace.metadata.config.TopicConfigKeys;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.jspecify.annotations.Nullable;

/// DescribeConfigs: what is in effect for topics, brokers, groups, and client metrics, and why.
public final class DescribeConfigsHandler
    implements ApiHandler<DescribeConfigsRequestData, DescribeConfigsResponseData> {
  private final Images images;
  private final ConfigDescriptions descriptions;

  public DescribeConfigsHandler(Images images, ConfigDescriptions descriptions) {
    this.images = images;
    this.descriptions = descriptions;
  }

  @Override
  public void handle(ApiCall<DescribeConfigsRequestData, DescribeConfigsResponseData> call) {
    var answer = new DescribeConfigsResponseData();
    for (DescribeConfigsResource resource : call.request().resources()) {
      answer.results().add(result(call.request(), resource));
    }
    call.reply(answer);
  }

  private DescribeConfigsResult result(
      DescribeConfigsRequestData request, DescribeConfigsResource asked) {
    var result =
        new DescribeConfigsResult()
            .setResourceType(asked.resourceType())
            .setResourceName(asked.resourceName())
            .setErrorMessage("");
    Type type = ConfigResources.typeOf(asked.resourceType());
    Refusal refusal =
        type == null
            ? new Refusal(ErrorCode.INVALID_REQUEST, null)
            : refusalOf(type, asked.resourceName());
    if (type == null || refusal != null) {
      return refusal == null ? result : refused(result, refusal);
    }
    var resource = new ConfigResource(type, asked.resourceName());
    List<String> keys = asked.configurationKeys();
    for (Description description : describe(images.current(), resource)) {
      if (keys == null || keys.isEmpty() || keys.contains(description.name())) {
        result.configs().add(told(request, description));
      }
    }
    return result;
  }

  private static DescribeConfigsResult refused(DescribeConfigsResult result, Refusal refusal) {
    String message =
        refusal.error() == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION ? "" : Messages.of(refusal);
    return result.setErrorCode(refusal.error().code()).setErrorMessage(message);
  }

  private @Nullable Refusal refusalOf(Type type, String name) {
    return switch (type) {
      case TOPIC -> {
        Refusal illegal = TopicName.refusalOf(name);
        yield illegal == null && images.current().topic(name) == null
            ? new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null)
            : illegal;
      }
      case BROKER -> name.isEmpty() ? null : refusalOfBroker(name, " or empty string, but");
      case BROKER_LOGGER ->
          name.isEmpty()
              ? ConfigResources.request("Broker id must not be empty")
              : refusalOfBroker(name, " but");
      case CLIENT_METRICS ->
          name.isEmpty()
              ? ConfigResources.request("Client metrics subscription name must not be empty")
              : null;
      case GROUP -> name.isEmpty() ? ConfigResources.request("Group name must not be empty") : null;
    };
  }

  private @Nullable Refusal refusalOfBroker(String name, String orElse) {
    try {
      return Integer.parseInt(name) == descriptions.nodeId()
          ? null
          : ConfigResources.request(
              "Unexpected broker id, expected "
                  + descriptions.nodeId()
                  + orElse
                  + " received "
                  + name);
    } catch (NumberFormatException _) {
      return ConfigResources.request("Broker id must be an integer, but it is: " + name);
    }
  }

  private List<Description> describe(ClusterImage image, ConfigResource resource) {
    return switch (resource.type()) {
      case TOPIC -> descriptions.ofKeys(image, resource, ConfigSource.TOPIC, TopicConfigKeys.KEYS);
      case GROUP -> descriptions.ofKeys(image, resource, ConfigSource.GROUP, GroupConfigKeys.KEYS);
      case CLIENT_METRICS ->
          descriptions.ofKeys(
              image, resource, ConfigSource.CLIENT_METRICS, ClientMetricsConfigKeys.KEYS);
      case BROKER ->
          resource.name().isEmpty()
              ? descriptions.ofAllBrokers(image)
              : descriptions.ofThisBroker(image);
      case BROKER_LOGGER -> List.of();
    };
  }

  private static DescribeConfigsResourceResult told(
      DescribeConfigsRequestData request, Description description) {
    var told =
        new DescribeConfigsResourceResult()
            .setName(description.name())
            .setValue(description.value())
            .setReadOnly(description.readOnly())
            .setIsSensitive(description.sensitive())
            .setConfigSource((byte) description.source().id())
            .setConfigType((byte) description.type().id());
    if (request.includeSynonyms()) {
      var synonyms = new ArrayList<DescribeConfigsSynonym>();
      description
          .origins()
          .forEach(origin ->
              synonyms.add(
                  new DescribeConfigsSynonym()
                      .setName(origin.name())
                      .setValue(origin.value())
                      .setSource((byte) origin.source().id())));
      told.setSynonyms(synonyms);
    }
    return request.includeDocumentation()
        ? told.setDocumentation(description.documentation())
        : told.setDocumentation(null);
  }
}
