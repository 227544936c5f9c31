package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;

/// DeleteRecords: makes the records before an offset unreadable, for good. The answer comes when
/// that is durable in all partitions.
public final class DeleteRecordsHandler
    implements ApiHandler<DeleteRecordsRequestData, DeleteRecordsResponseData> {

  private static final long UNKNOWN = -1;

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;
  private final Predicate<String> isInternal;

  /// @param isInternal whether a topic of this name is the broker's own, closed to clients
  public DeleteRecordsHandler(
      Supplier<ClusterImage> image, Partitions partitions, Predicate<String> isInternal) {
    this.image = image;
    this.partitions = partitions;
    this.isInternal = isInternal;
  }

  /// Counts the partitions whose outcome is missing, and one more until all have been asked.
  private static final class Answering {
    private final ApiCall<DeleteRecordsRequestData, DeleteRecordsResponseData> call;
    private final DeleteRecordsResponseData answer = new DeleteRecordsResponseData();
    private int missing = 1;

    Answering(ApiCall<DeleteRecordsRequestData, DeleteRecordsResponseData> call) {
      this.call = call;
    }

    void oneDone() {
      missing--;
      if (missing == 0) {
        call.reply(answer);
      }
    }
  }

  @Override
  public void handle(ApiCall<DeleteRecordsRequestData, DeleteRecordsResponseData> call) {
    var answering = new Answering(call);
    for (DeleteRecordsTopic topic : call.request().topics()) {
      var ofTopic = new DeleteRecordsTopicResult().setName(topic.name());
      answering.answer.topics().add(ofTopic);
      for (DeleteRecordsPartition each : topic.partitions()) {
        var result = new DeleteRecordsPartitionResult().setPartitionIndex(each.partitionIndex());
        ofTopic.partitions().add(result);
        answering.missing++;
        delete(topic.name(), each, result, answering);
      }
    }
    answering.oneDone();
  }

  private void delete(
      String topic,
      DeleteRecordsPartition wanted,
      DeleteRecordsPartitionResult result,
      Answering answering) {
    Partition partition = partitions.find(topic, wanted.partitionIndex());
    if (partition == null || isInternal.test(topic)) {
      ErrorCode error =
          partition == null
              ? partitions.errorFor(image.get().topic(topic), wanted.partitionIndex())
              : ErrorCode.INVALID_TOPIC_EXCEPTION;
      result.setErrorCode(error.code()).setLowWatermark(UNKNOWN);
      answering.oneDone();
      return;
    }
    partition.deleteBefore(
        wanted.offset(),
        answering.call.<ErrorCode>later(error -> {
          result.setErrorCode(error.code());
          result.setLowWatermark(error == ErrorCode.NONE ? partition.log().startOffset() : UNKNOWN);
          answering.oneDone();
        })
            ::accept);
  }
}
