package io.headrace.simulator.client;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// Asks what a group has committed for a topic.
public final class FetchingOffsets {
  private final SimulatedClient client;
  private final String group;
  private final String topic;
  private final int partitions;

  public FetchingOffsets(SimulatedClient client, String group, String topic, int partitions) {
    this.client = client;
    this.group = group;
    this.topic = topic;
    this.partitions = partitions;
  }

  /// `then` gets the committed offsets by partition, −1 for none; null if they were not told.
  public void ask(Consumer<@Nullable Map<Integer, Long>> then) {
    client.ask(
        ApiKeys.OFFSET_FETCH,
        1 + client.random().nextInt(7),
        new OffsetFetchRequestData()
            .setGroupId(group)
            .setTopics(
                List.of(
                    new OffsetFetchRequestData.OffsetFetchRequestTopic()
                        .setName(topic)
                        .setPartitionIndexes(IntStream.range(0, partitions).boxed().toList()))),
        OffsetFetchResponseData.class,
        answer -> then.accept(answer == null ? null : taken(answer)));
  }

  private @Nullable Map<Integer, Long> taken(OffsetFetchResponseData answer) {
    if (client.heard(answer.errorCode()) != Errors.NONE) {
      return null;
    }
    Map<Integer, Long> offsets = new TreeMap<>();
    for (var partition : answer.topics().getFirst().partitions()) {
      Errors error = client.heard(partition.errorCode());
      switch (error) {
        case NONE -> offsets.put(partition.partitionIndex(), partition.committedOffset());
        case COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE -> {
          return null;
        }
        default -> throw new InvariantViolation("a fetch of offsets was answered " + error);
      }
    }
    return offsets;
  }
}
