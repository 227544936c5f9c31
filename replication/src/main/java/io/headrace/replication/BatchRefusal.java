package io.headrace.replication;

import io.headrace.protocol.produce.BatchErrors;
import io.headrace.record.BatchDefect;
import io.headrace.record.BatchVerdict;
import java.util.List;

/// What is wrong with a batch, in the words of Kafka's protocol.
final class BatchRefusal {

  private BatchRefusal() {}

  static AppendResult.Refused of(BatchVerdict.Refused verdict) {
    BatchDefect defect = verdict.defect();
    List<AppendResult.RecordError> records =
        verdict.recordIndex() == BatchVerdict.Refused.WHOLE_BATCH
            ? List.of()
            : List.of(new AppendResult.RecordError(verdict.recordIndex(), defect.reason()));
    return new AppendResult.Refused(BatchErrors.errorFor(defect), defect.reason(), records);
  }
}
