package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;

/// OffsetFetch: how far groups have come; since version 8 of several groups at once. The question
/// for stable offsets (KIP-447) has the same answer as any: nothing is shown before it is
/// committed, and there are no transactions that could hold an offset back.
public final class OffsetFetchHandler
    implements ApiHandler<OffsetFetchRequestData, OffsetFetchResponseData> {

  private static final int FIRST_WITH_GROUPS = 8;

  private final GroupCoordinator coordinator;
  private final Supplier<ClusterImage> image;

  public OffsetFetchHandler(GroupCoordinator coordinator, Supplier<ClusterImage> image) {
    this.coordinator = coordinator;
    this.image = image;
  }

  @Override
  public void handle(ApiCall<OffsetFetchRequestData, OffsetFetchResponseData> call) {
    boolean several = call.version() >= FIRST_WITH_GROUPS;
    List<OffsetFetchRequestGroup> groups =
        several ? call.request().groups() : List.of(onlyGroup(call.request()));
    var gatherer =
        new Gatherer<>(
            call,
            groups.size(),
            new OffsetFetchResponseGroup(),
            answers ->
                call.reply(
                    several
                        ? new OffsetFetchResponseData().setGroups(answers)
                        : OldOffsetFetch.response(answers.getFirst(), call.version())));
    for (int i = 0; i < groups.size(); i++) {
      OffsetFetchRequestGroup group = groups.get(i);
      var offsets = new FetchableOffsets(group, image.get(), call.version());
      coordinator.fetch(
          group.groupId(),
          offsets.wanted(),
          gatherer.question(i, offsets::response, offsets::refusal));
    }
  }

  /// The one group of an older request, in the form of the newer ones.
  private static OffsetFetchRequestGroup onlyGroup(OffsetFetchRequestData request) {
    var group = new OffsetFetchRequestGroup().setGroupId(request.groupId());
    if (request.topics() == null) {
      return group.setTopics(null);
    }
    List<OffsetFetchRequestTopics> topics = new ArrayList<>(request.topics().size());
    request
        .topics()
        .forEach(topic ->
            topics.add(
                new OffsetFetchRequestTopics()
                    .setName(topic.name())
                    .setPartitionIndexes(topic.partitionIndexes())));
    return group.setTopics(topics);
  }
}
