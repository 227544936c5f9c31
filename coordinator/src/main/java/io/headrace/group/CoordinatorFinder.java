package io.headrace.group;

import io.headrace.coordinator.Caller;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Finds the node that coordinates a group: the leader of its partition of the offsets topic. The
/// first question has that topic made; who asks meanwhile waits for it rather than being sent away
/// to ask again.
///
/// Subscribe it behind the [GroupCoordinator], so that a coordinator which is found is ready. Runs
/// on: the reactor.
public final class CoordinatorFinder implements ImagePublisher.Subscriber {

  /// How many may wait for the topic; more are told to come back.
  private static final int MAX_WAITING = 10_000;

  /// Where a coordinator is reached by the listener of the question.
  public record Found(int brokerId, String host, int port) {}

  private record Waiting(String groupId, String listener, Caller<Found> caller) {}

  private final OffsetsTopic topicToMake;
  private final OffsetsTopicCreation creation;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean isBeingMade;
  private ClusterImage image = ClusterImage.EMPTY;

  public CoordinatorFinder(OffsetsTopic topicToMake, OffsetsTopicCreation creation) {
    this.topicToMake = topicToMake;
    this.creation = creation;
  }

  @Override
  public void onImage(ImageChange change) {
    image = change.after();
    TopicImage topic = image.topic(OffsetsTopic.NAME);
    while (topic != null && !waiting.isEmpty()) {
      answer(topic, waiting.removeFirst());
    }
  }

  /// Refused with COORDINATOR_NOT_AVAILABLE if nobody leads the partition now.
  public void find(String groupId, String listener, Caller<Found> caller) {
    var question = new Waiting(groupId, listener, caller);
    TopicImage topic = image.topic(OffsetsTopic.NAME);
    if (topic != null) {
      answer(topic, question);
    } else if (waiting.size() >= MAX_WAITING) {
      caller.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    } else {
      waiting.addLast(question);
      makeTopic();
    }
  }

  private void makeTopic() {
    if (isBeingMade) {
      return;
    }
    isBeingMade = true;
    creation.create(
        topicToMake,
        new Caller<>() {
          @Override
          public void answer(ErrorCode outcome) {
            isBeingMade = false;
            if (outcome != ErrorCode.NONE && outcome != ErrorCode.TOPIC_ALREADY_EXISTS) {
              sendAway();
            }
          }

          @Override
          public void refuse(ErrorCode error) {
            isBeingMade = false;
            sendAway();
          }
        });
  }

  private void sendAway() {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().caller().refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
  }

  private void answer(TopicImage topic, Waiting question) {
    int number = OffsetsTopic.partitionOf(question.groupId(), topic.partitions().size());
    PartitionImage partition = topic.partition(number);
    BrokerImage broker = partition == null ? null : image.broker(partition.leader());
    Endpoint endpoint = broker == null ? null : endpointOf(broker, question.listener());
    if (broker == null || endpoint == null) {
      question.caller().refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    } else {
      question.caller().answer(new Found(broker.id(), endpoint.host(), endpoint.port()));
    }
  }

  private static @Nullable Endpoint endpointOf(BrokerImage broker, String listener) {
    return broker.endpoints().stream()
        .filter(endpoint -> endpoint.listener().equals(listener))
        .findFirst()
        .orElse(null);
  }
}
