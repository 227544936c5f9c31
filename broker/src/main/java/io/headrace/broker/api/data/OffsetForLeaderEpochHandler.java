package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.log.LeaderEpochs;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import java.util.function.Supplier;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;

/// OffsetForLeaderEpoch: where an epoch of a partition's leaders ended, so that a consumer notices
/// when what it read is no longer in the log (KIP-101, KIP-320). Only leaders answer.
public final class OffsetForLeaderEpochHandler
    implements ApiHandler<OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData> {

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;

  public OffsetForLeaderEpochHandler(Supplier<ClusterImage> image, Partitions partitions) {
    this.image = image;
    this.partitions = partitions;
  }

  @Override
  public void handle(
      ApiCall<OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData> call) {
    var answer = new OffsetForLeaderEpochResponseData();
    var asker = new OffsetAsker(call.request().replicaId());
    for (OffsetForLeaderTopic topic : call.request().topics()) {
      var ofTopic = new OffsetForLeaderTopicResult().setTopic(topic.topic());
      topic
          .partitions()
          .forEach(each -> ofTopic.partitions().add(look(topic.topic(), each, asker)));
      answer.topics().add(ofTopic);
    }
    call.reply(answer);
  }

  private EpochEndOffset look(String topic, OffsetForLeaderPartition wanted, OffsetAsker asker) {
    var answer = new EpochEndOffset().setPartition(wanted.partition());
    Partition partition = partitions.find(topic, wanted.partition());
    if (partition == null) {
      return answer.setErrorCode(
          partitions.errorFor(image.get().topic(topic), wanted.partition()).code());
    }
    ErrorCode epochError = partition.epochError(wanted.currentLeaderEpoch());
    if (epochError != ErrorCode.NONE) {
      return answer.setErrorCode(epochError.code());
    }
    if (wanted.leaderEpoch() > partition.leaderEpoch()) {
      return answer; // an epoch that has not come yet ends nowhere
    }
    LeaderEpochs.EpochEnd end =
        partition.log().leaderEpochs().endOf(wanted.leaderEpoch(), asker.endOf(partition));
    return answer.setLeaderEpoch(end.epoch()).setEndOffset(end.endOffset());
  }
}
