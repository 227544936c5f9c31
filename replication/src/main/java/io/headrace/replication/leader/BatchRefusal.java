package io.headrace.replication.leader;

import io.headrace.log.ProducerStates.Verdict;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.produce.BatchErrors;
import io.headrace.record.BatchDefect;
import io.headrace.record.BatchVerdict;
import io.headrace.record.RecordBatch;
import java.util.List;

/// What is wrong with a batch, in the words of Kafka's protocol.
final class BatchRefusal {

  private BatchRefusal() {}

  static AppendResult.Refused of(BatchVerdict.Refused verdict) {
    BatchDefect defect = verdict.defect();
    List<AppendResult.RecordError> records =
        verdict.records().stream()
            .map(index -> new AppendResult.RecordError(index, defect.reason()))
            .toList();
    return new AppendResult.Refused(BatchErrors.errorFor(defect), defect.reason(), records);
  }

  /// The batch does not follow the last of its producer.
  static AppendResult.Refused outOfOrder(RecordBatch batch, Verdict.OutOfOrder outOfOrder) {
    return AppendResult.refused(
        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
        "producer %d sent sequence %d, expected %d"
            .formatted(batch.producerId(), batch.baseSequence(), outOfOrder.expectedSequence()));
  }

  /// Another instance of its producer has begun since.
  static AppendResult.Refused fenced(RecordBatch batch, Verdict.Fenced fenced) {
    return AppendResult.refused(
        ErrorCode.INVALID_PRODUCER_EPOCH,
        "producer %d sent epoch %d, the last was %d"
            .formatted(batch.producerId(), batch.producerEpoch(), fenced.currentEpoch()));
  }
}
