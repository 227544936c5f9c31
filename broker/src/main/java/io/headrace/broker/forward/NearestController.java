package io.headrace.broker.forward;

import io.headrace.broker.api.admin.ClusterChanges;
import io.headrace.broker.forward.ControllerLine.Question;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.producer.ProducerIds;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.jspecify.annotations.Nullable;

/// Has the controller of this node decide if it is the active one, and else asks the node where
/// that is.
///
/// Runs on: the reactor.
public final class NearestController implements ClusterChanges {

  private static final short CREATE_TOPICS_VERSION = 7;
  private static final short ALLOCATE_PRODUCER_IDS_VERSION = 0;
  private static final long NS_PER_MS = 1_000_000;

  private final int nodeId;
  private final LongSupplier brokerEpoch;
  private final Controller here;
  private final ControllerLine line;

  /// @param brokerEpoch of this node's registration
  public NearestController(
      int nodeId, LongSupplier brokerEpoch, Controller here, ControllerLine line) {
    this.nodeId = nodeId;
    this.brokerEpoch = brokerEpoch;
    this.here = here;
    this.line = line;
  }

  @Override
  public void createTopics(
      Request request, List<NewTopic> wanted, Consumer<Outcome<List<NewTopicResult>>> reply) {
    if (here.isActive()) {
      here.createTopics(request, wanted, reply);
      return;
    }
    var message =
        new CreateTopicsRequestData()
            .setTimeoutMs((int) (request.timeoutNs() / NS_PER_MS))
            .setValidateOnly(request.intent() == Request.Intent.VALIDATE);
    wanted.forEach(topic -> message.topics().add(toMessage(topic)));
    line.ask(
        new Question<>(
            ApiKey.CREATE_TOPICS, CREATE_TOPICS_VERSION, message, new CreateTopicsResponseData()),
        request.timeoutNs(),
        NearestController::resultsOf,
        reply);
  }

  @Override
  public void allocateProducerIds(Request request, Consumer<Outcome<ProducerIds.Block>> reply) {
    if (here.isActive()) {
      here.allocateProducerIds(request, reply);
      return;
    }
    line.ask(
        new Question<>(
            ApiKey.ALLOCATE_PRODUCER_IDS,
            ALLOCATE_PRODUCER_IDS_VERSION,
            new AllocateProducerIdsRequestData()
                .setBrokerId(nodeId)
                .setBrokerEpoch(brokerEpoch.getAsLong()),
            new AllocateProducerIdsResponseData()),
        request.timeoutNs(),
        NearestController::blockOf,
        reply);
  }

  private static CreatableTopic toMessage(NewTopic topic) {
    var message =
        new CreatableTopic()
            .setName(topic.name())
            .setNumPartitions(topic.partitions())
            .setReplicationFactor((short) topic.replicationFactor());
    topic
        .assignments()
        .forEach(each ->
            message
                .assignments()
                .add(
                    new CreatableReplicaAssignment()
                        .setPartitionIndex(each.partition())
                        .setBrokerIds(each.brokers())));
    topic
        .configs()
        .forEach((name, value) ->
            message.configs().add(new CreatableTopicConfig().setName(name).setValue(value)));
    return message;
  }

  /// Null if the node that answered is not the controller.
  private static @Nullable Outcome<List<NewTopicResult>> resultsOf(
      CreateTopicsResponseData answer) {
    var results = new ArrayList<NewTopicResult>();
    for (CreatableTopicResult each : answer.topics()) {
      ErrorCode error = ErrorCode.ofCode(each.errorCode());
      if (error == ErrorCode.NOT_CONTROLLER) {
        return null;
      }
      results.add(
          new NewTopicResult(
              each.name(),
              error == ErrorCode.NONE ? null : new Refusal(error, each.errorMessage()),
              KafkaIds.fromKafka(each.topicId()),
              each.numPartitions(),
              each.replicationFactor()));
    }
    return new Outcome.Done<>(results);
  }

  private static @Nullable Outcome<ProducerIds.Block> blockOf(
      AllocateProducerIdsResponseData answer) {
    return switch (ErrorCode.ofCode(answer.errorCode())) {
      case NONE ->
          new Outcome.Done<>(
              new ProducerIds.Block(answer.producerIdStart(), answer.producerIdLen()));
      case NOT_CONTROLLER -> null;
      case ErrorCode other -> new Outcome.Refused<>(new Refusal(other, null));
    };
  }
}
