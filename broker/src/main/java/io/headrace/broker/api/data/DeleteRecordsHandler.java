package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.runtime.Timers;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.jspecify.annotations.Nullable;

/// DeleteRecords: makes the records before an offset unreadable, for good. The answer comes when
/// that is durable in all partitions, or when the request's time is over: the partitions that are
/// not done by then are told so, and are done later all the same.
public final class DeleteRecordsHandler
    implements ApiHandler<DeleteRecordsRequestData, DeleteRecordsResponseData> {

  private static final long UNKNOWN = -1;

  /// Durable takes a moment, also for a client that allows none.
  private static final long LEAST_TIMEOUT_MS = 100;

  private static final long NS_PER_MS = 1_000_000;

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;
  private final Timers timers;
  private final Predicate<String> isInternal;

  /// @param isInternal whether a topic of this name is the broker's own, closed to clients
  public DeleteRecordsHandler(
      Supplier<ClusterImage> image,
      Partitions partitions,
      Timers timers,
      Predicate<String> isInternal) {
    this.image = image;
    this.partitions = partitions;
    this.timers = timers;
    this.isInternal = isInternal;
  }

  /// Counts the partitions whose outcome is missing, and one more until all have been asked.
  private static final class Answering {
    private final ApiCall<DeleteRecordsRequestData, DeleteRecordsResponseData> call;
    private final DeleteRecordsResponseData answer = new DeleteRecordsResponseData();
    private int missing = 1;
    private boolean answered;
    private Timers.@Nullable Timer timer;

    Answering(ApiCall<DeleteRecordsRequestData, DeleteRecordsResponseData> call) {
      this.call = call;
    }

    void oneDone(DeleteRecordsPartitionResult result, ErrorCode error, long lowWatermark) {
      if (!answered) {
        result.setErrorCode(error.code()).setLowWatermark(lowWatermark);
        oneLess();
      }
    }

    void oneLess() {
      missing--;
      if (missing == 0) {
        reply();
      }
    }

    /// What is not done has been marked so from the start.
    void waitFor(Timers timers, long timeoutMs) {
      oneLess();
      if (!answered) {
        Consumer<DeleteRecordsResponseData> late = call.later(_ -> reply());
        timer = timers.after(timeoutMs * NS_PER_MS, () -> late.accept(answer));
      }
    }

    private void reply() {
      if (answered) {
        return;
      }
      answered = true;
      if (timer != null) {
        timer.cancel();
      }
      call.reply(answer);
    }
  }

  @Override
  public void handle(ApiCall<DeleteRecordsRequestData, DeleteRecordsResponseData> call) {
    var answering = new Answering(call);
    for (DeleteRecordsTopic topic : call.request().topics()) {
      var ofTopic = new DeleteRecordsTopicResult().setName(topic.name());
      answering.answer.topics().add(ofTopic);
      for (DeleteRecordsPartition each : topic.partitions()) {
        var result =
            new DeleteRecordsPartitionResult()
                .setPartitionIndex(each.partitionIndex())
                .setErrorCode(ErrorCode.REQUEST_TIMED_OUT.code())
                .setLowWatermark(UNKNOWN);
        ofTopic.partitions().add(result);
        answering.missing++;
        delete(topic.name(), each, result, answering);
      }
    }
    answering.waitFor(timers, Math.max(LEAST_TIMEOUT_MS, call.request().timeoutMs()));
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
      answering.oneDone(result, error, UNKNOWN);
      return;
    }
    partition.deleteBefore(
        wanted.offset(),
        answering.call.<ErrorCode>later(error ->
            answering.oneDone(
                result, error, error == ErrorCode.NONE ? partition.log().startOffset() : UNKNOWN))
            ::accept);
  }
}
