package io.headrace.broker.api.group;

import io.headrace.base.TopicPartition;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;

/// OffsetDelete: removes what a group has committed for partitions that none of its members reads
/// (KIP-496).
public final class OffsetDeleteHandler
    implements ApiHandler<OffsetDeleteRequestData, OffsetDeleteResponseData> {

  private final GroupCoordinator coordinator;
  private final Supplier<ClusterImage> image;

  public OffsetDeleteHandler(GroupCoordinator coordinator, Supplier<ClusterImage> image) {
    this.coordinator = coordinator;
    this.image = image;
  }

  @Override
  public void handle(ApiCall<OffsetDeleteRequestData, OffsetDeleteResponseData> call) {
    var response = new OffsetDeleteResponseData();
    List<TopicPartition> partitions = new ArrayList<>();
    List<OffsetDeleteResponsePartition> places = new ArrayList<>();
    for (OffsetDeleteRequestTopic asked : call.request().topics()) {
      var topic = new OffsetDeleteResponseTopic().setName(asked.name());
      response.topics().add(topic);
      TopicImage known = image.get().topic(asked.name());
      for (OffsetDeleteRequestPartition partition : asked.partitions()) {
        int number = partition.partitionIndex();
        var place = new OffsetDeleteResponsePartition().setPartitionIndex(number);
        topic.partitions().add(place);
        if (known == null || known.partition(number) == null) {
          place.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        } else {
          places.add(place);
          partitions.add(new TopicPartition(asked.name(), number));
        }
      }
    }
    coordinator.deleteOffsets(
        call.request().groupId(),
        partitions,
        Asking.of(
            call,
            outcomes -> {
              for (int i = 0; i < places.size(); i++) {
                places.get(i).setErrorCode(outcomes.get(i).code());
              }
              call.reply(response);
            },
            error -> call.reply(new OffsetDeleteResponseData().setErrorCode(error.code()))));
  }
}
