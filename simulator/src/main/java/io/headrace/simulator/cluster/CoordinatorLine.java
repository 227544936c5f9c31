package io.headrace.simulator.cluster;

import io.headrace.group.OffsetsTopic;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.simulator.client.NodeConnection;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// The way to whichever node coordinates a group, as far as a client has learnt it.
final class CoordinatorLine implements NodeConnection {
  private final ClusterClient client;
  private final String group;
  private int coordinator = ClusterClient.NOBODY;

  CoordinatorLine(ClusterClient client, String group) {
    this.client = client;
    this.group = group;
  }

  @Override
  public void send(ByteBuffer frame, Consumer<@Nullable ByteBuffer> answer) {
    if (coordinator == ClusterClient.NOBODY) {
      find(() -> {
        if (coordinator == ClusterClient.NOBODY) {
          answer.accept(null);
        } else {
          send(frame, answer);
        }
      });
      return;
    }
    client
        .lineTo(coordinator)
        .send(
            frame,
            answered -> {
              if (answered == null) {
                onWrongNode();
              }
              answer.accept(answered);
            });
  }

  private void find(Runnable then) {
    client
        .anywhere()
        .ask(
            ApiKeys.FIND_COORDINATOR,
            2,
            new FindCoordinatorRequestData().setKey(group).setKeyType((byte) 0),
            FindCoordinatorResponseData.class,
            answer -> {
              boolean found = answer != null && answer.errorCode() == 0;
              coordinator = found ? answer.nodeId() : ClusterClient.NOBODY;
              then.run();
            });
  }

  @Override
  public void onWrongNode() {
    coordinator = ClusterClient.NOBODY;
  }

  @Override
  public boolean isAtCurrentNode() {
    TopicImage topic = client.latestImage().topic(OffsetsTopic.NAME);
    if (topic == null) {
      return false;
    }
    int number = OffsetsTopic.partitionOf(group, topic.partitions().size());
    PartitionImage partition = topic.partition(number);
    return partition != null && partition.leader() == coordinator;
  }
}
