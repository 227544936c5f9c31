package io.headrace.broker.api.admin;

import io.headrace.base.TopicId;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.topic.TopicName;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.jspecify.annotations.Nullable;

/// Metadata: where the brokers are, and who leads what. Makes topics that are asked for and not
/// there, if the broker and the client agree to that, and answers when they can be used.
public final class MetadataHandler
    implements ApiHandler<MetadataRequestData, MetadataResponseData> {
  private static final short FIRST_VERSION_WITH_NULL_FOR_ALL = 1;
  private static final short FIRST_VERSION_WITH_AUTO_CREATION = 4;
  private static final short FIRST_VERSION_WITH_USABLE_TOPIC_IDS = 12;

  private final Images images;
  private final TopicAutoCreation autoCreation;

  public MetadataHandler(Images images, TopicAutoCreation autoCreation) {
    this.images = images;
    this.autoCreation = autoCreation;
  }

  @Override
  public void handle(ApiCall<MetadataRequestData, MetadataResponseData> call) {
    List<MetadataRequestTopic> topics = call.request().topics();
    if (topics != null && asksByIdTooEarly(call.version(), topics)) {
      call.reply(refusal(topics));
      return;
    }
    List<String> missing = missing(call);
    if (missing.isEmpty()) {
      call.reply(answer(call, new LinkedHashMap<>()));
    } else {
      autoCreation.create(missing, call.later(errors -> call.reply(answer(call, errors))));
    }
  }

  private List<String> missing(ApiCall<MetadataRequestData, MetadataResponseData> call) {
    MetadataRequestData request = call.request();
    boolean agreed =
        call.version() < FIRST_VERSION_WITH_AUTO_CREATION || request.allowAutoTopicCreation();
    if (!agreed || !autoCreation.isEnabled() || request.topics() == null) {
      return List.of();
    }
    SequencedSet<String> missing = new LinkedHashSet<>();
    for (MetadataRequestTopic topic : request.topics()) {
      String name = topic.name();
      if (name != null
          && KafkaIds.fromKafka(topic.topicId()).isZero()
          && TopicName.refusalOf(name) == null
          && images.current().topic(name) == null) {
        missing.add(name);
      }
    }
    return List.copyOf(missing);
  }

  private MetadataResponseData answer(
      ApiCall<MetadataRequestData, MetadataResponseData> call, Map<String, ErrorCode> errors) {
    ClusterImage image = images.current();
    MetadataRequestData request = call.request();
    var answer =
        new MetadataResponseData()
            .setClusterId(image.clusterId())
            .setControllerId(ToldController.of(image, call.listener()));
    for (BrokerImage broker : image.brokers()) {
      Endpoint endpoint = broker.endpoint(call.listener());
      if (!broker.fenced() && endpoint != null) {
        answer.brokers().add(brokerOf(broker, endpoint));
      }
    }
    boolean tellOperations = request.includeTopicAuthorizedOperations();
    var topics = new TopicsOfMetadata(image, call.listener(), call.version(), tellOperations);
    if (asksForAll(call)) {
      image.topics().forEach(topic -> answer.topics().mustAdd(topics.of(topic)));
    } else {
      for (MetadataRequestTopic topic : distinct(request.topics())) {
        answer.topics().mustAdd(answerOf(image, topics, topic, errors));
      }
    }
    if (request.includeClusterAuthorizedOperations()) {
      answer.setClusterAuthorizedOperations(Authorized.CLUSTER);
    }
    return answer;
  }

  private static MetadataResponseBroker brokerOf(BrokerImage broker, Endpoint endpoint) {
    return new MetadataResponseBroker()
        .setNodeId(broker.id())
        .setHost(endpoint.host())
        .setPort(endpoint.port())
        .setRack(broker.rack());
  }

  private static MetadataResponseTopic answerOf(
      ClusterImage image,
      TopicsOfMetadata topics,
      MetadataRequestTopic asked,
      Map<String, ErrorCode> errors) {
    TopicId id = KafkaIds.fromKafka(asked.topicId());
    if (!id.isZero()) {
      TopicImage topic = image.topic(id);
      return topic == null ? topics.unknown(id) : topics.of(topic);
    }
    String name = asked.name() == null ? "" : asked.name();
    TopicImage topic = image.topic(name);
    if (topic != null) {
      return topics.of(topic);
    }
    if (TopicName.refusalOf(name) != null) {
      return topics.refused(name, ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    return topics.refused(name, errors.getOrDefault(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
  }

  private static boolean asksForAll(ApiCall<MetadataRequestData, MetadataResponseData> call) {
    List<MetadataRequestTopic> topics = call.request().topics();
    return topics == null || (topics.isEmpty() && call.version() < FIRST_VERSION_WITH_NULL_FOR_ALL);
  }

  private static List<MetadataRequestTopic> distinct(List<MetadataRequestTopic> topics) {
    record Asked(@Nullable String name, TopicId id) {}
    SequencedSet<Asked> seen = new LinkedHashSet<>();
    var distinct = new ArrayList<MetadataRequestTopic>(topics.size());
    for (MetadataRequestTopic topic : topics) {
      TopicId id = KafkaIds.fromKafka(topic.topicId());
      if (seen.add(new Asked(id.isZero() ? topic.name() : null, id))) {
        distinct.add(topic);
      }
    }
    return distinct;
  }

  /// Versions 10 and 11 have a field for topic ids that cannot be used yet (KAFKA-12701), and no
  /// version lets both name and id be left out.
  private static boolean asksByIdTooEarly(short version, List<MetadataRequestTopic> topics) {
    for (MetadataRequestTopic topic : topics) {
      boolean byId = !KafkaIds.fromKafka(topic.topicId()).isZero();
      if (byId ? version < FIRST_VERSION_WITH_USABLE_TOPIC_IDS : topic.name() == null) {
        return true;
      }
    }
    return false;
  }

  private static MetadataResponseData refusal(List<MetadataRequestTopic> topics) {
    var answer = new MetadataResponseData().setClusterId(null).setControllerId(-1);
    for (MetadataRequestTopic topic : distinct(topics)) {
      answer
          .topics()
          .mustAdd(
              new MetadataResponseTopic()
                  .setName(topic.name() == null ? "" : topic.name())
                  .setTopicId(topic.topicId())
                  .setErrorCode(ErrorCode.INVALID_REQUEST.code()));
    }
    return answer;
  }
}
