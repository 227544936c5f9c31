package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.log.LeaderEpochs.EpochEnd;
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
///
/// Whoever asks is told up to the end of the log, as in Kafka, and not only up to the high
/// watermark: a consumer that read from a former leader may have seen more than this one knows to
/// be committed so far, and would believe that it is gone.
public final class OffsetForLeaderEpochHandler
    implements ApiHandler<OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData> {

  private static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);

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
    for (OffsetForLeaderTopic topic : call.request().topics()) {
      var ofTopic = new OffsetForLeaderTopicResult().setTopic(topic.topic());
      topic.partitions().forEach(each -> ofTopic.partitions().add(look(topic.topic(), each)));
      answer.topics().add(ofTopic);
    }
    call.reply(answer);
  }

  private EpochEndOffset look(String topic, OffsetForLeaderPartition wanted) {
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
    EpochEnd end = endOf(wanted.leaderEpoch(), partition);
    return answer.setLeaderEpoch(end.epoch()).setEndOffset(end.endOffset());
  }

  /// An epoch that has not come yet ends nowhere; one from before all that is known ended where the
  /// log begins.
  private static EpochEnd endOf(int epoch, Partition partition) {
    if (epoch == UNKNOWN.epoch() || epoch > partition.leaderEpoch()) {
      return UNKNOWN;
    }
    long end = partition.log().writtenEnd();
    if (epoch == partition.leaderEpoch()) {
      return new EpochEnd(epoch, end);
    }
    EpochEnd known = partition.log().leaderEpochs().endOf(epoch, end);
    return known.epoch() < 0 ? new EpochEnd(epoch, partition.log().startOffset()) : known;
  }
}
