package io.headrace.broker.api.admin;

import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.producer.ProducerIds;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import java.util.List;
import java.util.function.Consumer;

/// The changes of a broker that is the active controller itself.
record OwnController(Controller controller) implements ClusterChanges {

  @Override
  public void createTopics(
      Request request, List<NewTopic> wanted, Consumer<Outcome<List<NewTopicResult>>> reply) {
    controller.createTopics(request, wanted, reply);
  }

  @Override
  public void allocateProducerIds(Request request, Consumer<Outcome<ProducerIds.Block>> reply) {
    controller.allocateProducerIds(request, reply);
  }
}
