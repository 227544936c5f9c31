package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData.ListPartitionReassignmentsTopics;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingPartitionReassignment;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData.OngoingTopicReassignment;

/// ListPartitionReassignments: the partitions on their way to other brokers. What is asked for and
/// is not on its way, or not there at all, is left out, as in Kafka.
public final class ListPartitionReassignmentsHandler
    implements ApiHandler<
        ListPartitionReassignmentsRequestData, ListPartitionReassignmentsResponseData> {
  private final Supplier<ClusterImage> image;

  public ListPartitionReassignmentsHandler(Supplier<ClusterImage> image) {
    this.image = image;
  }

  @Override
  public void handle(
      ApiCall<ListPartitionReassignmentsRequestData, ListPartitionReassignmentsResponseData> call) {
    ClusterImage now = image.get();
    var answer = new ListPartitionReassignmentsResponseData().setErrorMessage(null);
    List<ListPartitionReassignmentsTopics> asked = call.request().topics();
    if (asked == null) {
      now.topics().forEach(topic -> add(answer, topic, topic.partitions()));
    } else {
      for (ListPartitionReassignmentsTopics each : asked) {
        TopicImage topic = now.topic(each.name());
        if (topic != null) {
          add(
              answer,
              topic,
              topic.partitions().stream()
                  .filter(it -> each.partitionIndexes().contains(it.partition()))
                  .toList());
        }
      }
    }
    call.reply(answer);
  }

  private static void add(
      ListPartitionReassignmentsResponseData answer,
      TopicImage topic,
      List<PartitionImage> partitions) {
    List<OngoingPartitionReassignment> onTheirWay =
        partitions.stream()
            .filter(PartitionImage::isReassigning)
            .map(ListPartitionReassignmentsHandler::partition)
            .toList();
    if (!onTheirWay.isEmpty()) {
      answer
          .topics()
          .add(new OngoingTopicReassignment().setName(topic.name()).setPartitions(onTheirWay));
    }
  }

  private static OngoingPartitionReassignment partition(PartitionImage partition) {
    return new OngoingPartitionReassignment()
        .setPartitionIndex(partition.partition())
        .setReplicas(partition.replicas())
        .setAddingReplicas(partition.adding())
        .setRemovingReplicas(partition.removing());
  }
}
