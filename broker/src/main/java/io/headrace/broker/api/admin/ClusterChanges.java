package io.headrace.broker.api.admin;

import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.producer.ProducerIds;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import java.util.List;
import java.util.function.Consumer;

/// The changes of metadata that a broker wants for itself, from whichever node is the active
/// controller.
///
/// Runs on: the reactor.
public interface ClusterChanges {

  /// Makes topics; each has its own result.
  void createTopics(
      Request request, List<NewTopic> wanted, Consumer<Outcome<List<NewTopicResult>>> reply);

  /// Gets producer ids that are nobody else's.
  void allocateProducerIds(Request request, Consumer<Outcome<ProducerIds.Block>> reply);
}
